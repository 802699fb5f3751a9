"""One person who would stop the portal for all, guess a way in, or write to strangers in its name."""

from __future__ import annotations

import time

import pytest

from tests.services.attack.attacked import Attacked
from tests.services.attack.attacker import Attacker
from tests.services.flow.full_editor import FullEditor
from tests.services.flow.people import PASSWORD, PEOPLE, one_time_code
from tests.services.flow.visitor import Answer, Visitor, boxes

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

SLOW = ["EMAIL", "a" * 40_000, "a@" * 20_000, "<" * 40_000, "012 " * 10_000, "http://" * 6_000, "\u1780" * 40_000]
AT_ONCE = 5  # seconds
WRONG = "not the password"


@pytest.mark.parametrize("text", SLOW, ids=lambda text: ascii(text[:8]))
def test_no_text_holds_up_the_portal_or_its_worker(text: str, attacked: Attacked) -> None:
    attacked.distrust()
    for answer in (attacked.post("send", text=text), attacked.post("draft", text=text), by_full_editor(attacked, text)):
        assert answer.took < AT_ONCE
        assert answer.status < 500
    began = time.monotonic()
    attacked.settle()
    assert time.monotonic() - began < AT_ONCE
    assert Visitor(attacked.url).get("/health/live").status == 200


def by_full_editor(attacked: Attacked, text: str) -> Answer:
    written = {"title": "Looms", "text": text, "action-send-for-review": "on"}
    return FullEditor(attacked.officer).create("blog/updatepage", attacked.home("en"), **written)


def guess(url: str, password: str, host: str = "", connection: str = "203.0.113.9", login: str = "officer") -> Answer:
    stranger = Visitor(url)
    headers = {"X-Forwarded-For": connection} | ({"Host": host} if host else {})
    form = boxes(stranger.get("/accounts/login/", headers).form("password"))
    return stranger.post("/accounts/login/", form | {"login": PEOPLE.get(login, login), "password": password}, headers)


def test_guesses_are_counted_whatever_they_are_called(attacked: Attacked) -> None:
    """One account by other ports, spellings and connections: after five the right password opens nothing either."""
    hosts = [f"localhost:{port}" for port in range(9_001, 9_005)] + ["127.0.0.1:80", "LOCALHOST:8000"]
    for number, host in enumerate(hosts):
        login = PEOPLE["officer"].upper() if number % 2 else PEOPLE["officer"]
        guess(attacked.url, WRONG, host, f"203.0.113.{number}", login)
    for stranger in range(30):
        guess(attacked.url, WRONG, connection=f"198.51.100.{stranger}", login=f"nobody{stranger}@example.org")
    answer = guess(attacked.url, PASSWORD, connection="192.0.2.77")
    assert "/accounts/login/" in answer.path or answer.status == 429
    assert "/workspace/" not in answer.path


def test_another_account_is_open_all_the_while(attacked: Attacked) -> None:
    """So that the guesses fail for their reason."""
    assert "/accounts/login/" not in guess(attacked.url, PASSWORD, connection="192.0.2.78", login="stranger").path


def test_nginx_counts_who_knocks_too_often(attacked: Attacked) -> None:
    visitor, headers = Visitor(attacked.url), {"X-Forwarded-For": "203.0.113.50"}
    answers = [visitor.post("/accounts/login/", {"login": "x"}, headers).status for _ in range(30)]
    assert answers.count(429) >= 5
    assert visitor.get("/accounts/login/", headers).status == 200
    assert visitor.post("/accounts/login/", {"login": "x"}, {"X-Forwarded-For": "203.0.113.51"}).status != 429


def test_a_code_opens_once(attacked: Attacked) -> None:
    first, second = (half_way(attacked.url) for _ in range(2))
    code = one_time_code()
    opened = [first[0].submit(first[1], "code", code=code), second[0].submit(second[1], "code", code=code)]
    assert ["/2fa/" in answer.path for answer in opened] == [False, True]
    assert second[0].get("/workspace/").path.startswith("/accounts/")


def half_way(url: str) -> tuple[Visitor, Answer]:
    """A browser in which the right password was typed and a code is asked for."""
    visitor, headers = Visitor(url), {"X-Forwarded-For": "192.0.2.80"}
    page = visitor.get("/accounts/login/?next=/workspace/", headers)
    answer = visitor.submit(page, "password", headers, login=PEOPLE["administrator"], password=PASSWORD)
    assert "/2fa/" in answer.path, answer.url
    return visitor, answer


def apply(attacked: Attacked, email: str, connection: str, **written: str) -> Answer:
    stranger, headers = Attacker(attacked.url), {"X-Forwarded-For": connection}
    said = {"name": "Weavers of Kampot", "about": "We weave.", "contact": "Sokha", "email": email}
    return stranger.submit(stranger.get("/en/join/", headers), "about", headers, **said | written)


def test_a_flood_of_applications_writes_to_few_and_closes_the_door_to_its_sender_alone(attacked: Attacked) -> None:
    attacked.settle()
    victims = [f"victim{number}@example.org" for number in range(12)]
    for number, victim in enumerate(victims):
        words = "Win a prize at https://evil.example.org/now\r\nBcc: all@example.org"
        apply(attacked, victim, "203.0.113.60", name=words if number == 0 else f"Weavers {number}")
    assert apply(attacked, "other@example.org", "203.0.113.61").path.endswith("/join/thank-you/")
    attacked.settle()
    letters = [mail for victim in victims for mail in attacked.mail.mails(victim)]
    assert 0 < len(letters) <= 5
    assert not [mail for mail in letters if "https://evil" in mail.as_string() or mail["Bcc"]]
    assert attacked.mail.mails("other@example.org")
    assert attacked.one("SELECT count(*) FROM orgs_application WHERE email LIKE 'victim%'") <= 5


def test_one_mailbox_gets_few_letters_however_many_ask(attacked: Attacked) -> None:
    for number in range(20):
        stranger, headers = Visitor(attacked.url), {"X-Forwarded-For": f"198.51.100.{number}"}
        page = stranger.get("/en/follow/?topic=domestic-violence", headers)
        stranger.submit(page, "email", headers, email="asked@example.org")
    attacked.settle()
    assert 0 < len(attacked.mail.mails("asked@example.org")) <= 12
