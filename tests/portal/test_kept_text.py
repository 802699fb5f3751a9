"""Nobody loses what she typed because her session had ended: every form that is closed to her gives it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal import kept_text
from portal.access import RULES
from tests.accounts.sign_in_helpers import enrol, sign_in
from tests.tenancy.patterns import all_addresses

WORDS = "Seven looms came to the village of Takeo on Monday."
DRAFT = json.dumps({"blocks": [{"text": "Typed in the full editor."}], "entityMap": {}})
TYPED = {"title": "<b>Looms", "text": WORDS, "body-0-value": DRAFT, "action": "send", "csrfmiddlewaretoken": "old"}
OWN, OTHER = {"origin": "http://testserver"}, {"origin": "https://elsewhere.example.org"}


def doors() -> Iterator[str]:
    """Every address at work, with values of no object: who is not let in learns nothing of them."""
    for address in all_addresses():
        if address.is_behind_the_guard and address.view and not RULES.is_disabled(address.view):
            try:
                values = dict.fromkeys(address.parameters, 1)
                yield reverse(address.view, kwargs=values)
            except NoReverseMatch:
                continue


def lost(client: Client, urls: list[str]) -> list[str]:
    """Return the doors that led somebody elsewhere, and her words with them."""
    answers = {url: client.post(url, TYPED, headers=OWN) for url in urls}
    return [
        f"{url}: {answer.status_code}"
        for url, answer in answers.items()
        if (answer.status_code == 302 and "/accounts/" in answer["Location"])
        or (answer.status_code == 403 and WORDS not in answer.content.decode())
    ]


@pytest.fixture(params=["every fourth", "all"])
def urls(request: pytest.FixtureRequest) -> list[str]:
    # Signing out sends everybody to sign in; passwords are typed at the others.
    away = ("/admin/logout/", "/admin/login/", "/admin/password_reset/", "/admin/api/")
    found = [url for url in doors() if not url.startswith(away)]
    assert len(found) > 150
    return found[::4] if request.param == "every fourth" else found


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_no_door_at_work_takes_the_words_of_a_stranger(db: None, client: Client, urls: list[str]) -> None:
    """A session that ended is a stranger's."""
    assert not lost(client, urls)


def test_no_door_takes_the_words_of_who_has_yet_to_show_a_second_factor(
    client: Client, manager: Any, urls: list[str]
) -> None:
    enrol(manager)
    client.force_login(manager)
    assert not lost(client, urls)


def test_no_door_takes_the_words_of_a_form_from_before_signing_in(
    strict: Client, officer: Any, urls: list[str]
) -> None:
    sign_in(strict, officer)
    assert not lost(strict, [*urls, "/en/join/"])


def test_they_stand_in_the_page_alone_and_can_be_sent_again(client: Client, officer: Any) -> None:
    answer = client.post(reverse("workspace:new-update"), TYPED, headers=OWN)
    page = answer.content.decode()

    assert answer.status_code == 403 and answer["Cache-Control"] == "no-store"
    assert f'name="text" value="{WORDS}"' in page and f'<p class="typed">{WORDS}</p>' in page
    assert "Typed in the full editor." in page and "&lt;b&gt;Looms" in page and "<b>Looms" not in page
    assert 'href="/accounts/login/?next=%2Fworkspace%2F" target="_blank"' in page
    assert f'action="{reverse("workspace:new-update")}"' in page and 'value="old"' not in page
    # Nothing is kept where the next person at this telephone would find it.
    assert not client.session.keys() and WORDS not in str(client.cookies)


def test_after_signing_in_beside_it_the_second_time_is_taken(strict: Client, officer: Any) -> None:
    """Signing in gives the browser a new token: the page has the old one, and then the new."""
    url = reverse("workspace:mail-settings")
    sign_in(strict, officer)
    first = strict.post(url, {"digest": "never", "words": WORDS}, headers=OWN)
    token = str(first.context["csrf_token"])
    second = strict.post(url, {"digest": "never", "words": WORDS, "csrfmiddlewaretoken": token}, headers=OWN)

    assert first.status_code == 403 and second.status_code != 403
    assert WORDS in first.content.decode()


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("/workspace/post/", OTHER),
        ("/workspace/post/", {}),
        ("/en/join/", OTHER),
        ("/accounts/login/", OWN),
        ("/accounts/password/change/", OWN),
        ("/admin/login/", OWN),
        ("/admin/password_reset/", OWN),
        ("/workspace/post/", {**OWN, "x-requested-with": "XMLHttpRequest"}),
    ],
)
def test_words_of_another_site_and_passwords_are_never_shown(
    strict: Client, officer: Any, url: str, headers: Any
) -> None:
    """A page elsewhere could else have its own words sent by a thumb that trusts this page."""
    sign_in(strict, officer)
    answer = strict.post(url, TYPED | {"password": WORDS}, headers=headers)

    assert answer.status_code in (302, 403) and WORDS not in answer.content.decode()


def test_what_is_too_long_is_not_shown(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_text, "MOST_LETTERS", 10)
    assert client.post(reverse("workspace:new-update"), TYPED, headers=OWN).status_code == 302


@pytest.mark.parametrize("text", ["null", "{", "[1]", '{"blocks": 1}', '{"blocks": [{}]}', "[" * 5_000])
def test_what_is_no_text_of_the_editor_is_no_passage(text: str) -> None:
    assert kept_text.words_of(text) == ""
