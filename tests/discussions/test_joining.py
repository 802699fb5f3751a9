"""Taking part without an account: the mailed link, the digits, the device, and leaving."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from discussions.devices import COOKIE
from discussions.joining.links import SALT, digits_of
from discussions.models import BlockedAddress, DayCount, Draft, JoinRequest, Participant, Post, Subscription
from discussions.rules.limits import LimitReached, limit_reached
from discussions.services.after_leaving import delete_old_hashes
from discussions.services.joining import (
    confirm,
    delete_unconfirmed,
    request_to_join,
    take_part,
    unconfirmed_participant,
)
from discussions.services.leaving import leave
from mail import unsolicited
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread

pytestmark = pytest.mark.django_db
HERS = "Reader@Example.org"
ME = "/en/discussions/me/"


@pytest.fixture
def board(portal):
    return make_board()


@pytest.fixture
def ask(client, drain):
    """Ask to take part; return the page of the digits, and the mail that came, None where none did."""

    def ask(email=HERS, language="en", query=""):
        mail.outbox.clear()
        answer = client.post(f"/{language}/discussions/join/{query}", {"email": email, "rhythm": "daily"})
        assert answer.status_code == 302, answer.content.decode()
        drain()
        return answer.url, (mail.outbox[-1] if mail.outbox else None)

    return ask


def link_in(letter):
    (found,) = set(re.findall(r"http://\S+?(/\w\w/discussions/join/confirm/[^\s\"<]+)", letter.body))
    return found


def digits_in(letter):
    (found,) = re.findall(r"^\d{6}$", letter.body, re.MULTILINE)
    return found


def in_khmer(digits):
    return digits.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))


@pytest.mark.parametrize("language", ["en", "km"])
def test_six_digits_let_her_take_part_from_this_device(client, board, ask, language):
    page, letter = ask(language=language)
    assert letter.to == ["reader@example.org"] and letter.message()["Content-Language"] == language
    assert client.get(page).status_code == 200
    assert HERS.lower() not in client.get(page).content.decode().lower()

    digits = digits_in(letter)
    assert client.post(page, {"digits": "12"}).status_code == 200
    answer = client.post(page, {"digits": f" {in_khmer(digits[:3])} {digits[3:]} "})

    assert answer.url == f"/{language}/discussions/me/"
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 90 * 86400
    assert "example" not in cookie.value
    assert Participant.objects.get().state == Participant.State.ACTIVE
    assert client.get(answer.url).status_code == 200
    # Once is enough: whoever saw the digits over her shoulder comes too late.
    assert COOKIE not in Client().post(page, {"digits": digits}).cookies


def test_the_link_asks_before_it_lets_her_in_and_works_once(client, board, ask):
    _page, letter = ask()
    link = link_in(letter)
    other = Client()

    assert other.get(link).status_code == 200
    assert Participant.objects.get().state == Participant.State.UNCONFIRMED, "A GET confirms nothing."
    assert COOKIE in other.post(link).cookies
    assert Client().post(link).status_code == Client().get(link).status_code == 404
    asked = JoinRequest.objects.get()
    forged = signing.dumps([asked.pk, asked.key, asked.participant.key], key="another key", salt=SALT)
    assert Client().get(f"/en/discussions/join/confirm/{forged}/").status_code == 404


def test_digits_are_tried_three_times_and_grow_old(client, board, ask):
    page, letter = ask()
    for _ in range(3):
        client.post(page, {"digits": "000000"})
    assert COOKIE not in client.post(page, {"digits": digits_in(letter)}).cookies
    assert COOKIE in Client().post(link_in(letter)).cookies, "Nobody can lock her out of the link."

    page, letter = ask()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert COOKIE not in client.post(page, {"digits": digits_in(letter)}).cookies
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(link_in(letter)).status_code == 404


def test_other_digits_each_time_do_not_give_more_tries(client, board, ask):
    participant = make_participant(email="reader@example.org")
    for _ in range(15):
        asked = JoinRequest.objects.create(participant=participant, language="en", is_mailed=True)
        client.post(f"/en/discussions/join/{asked.key}/", {"digits": "000000"})
    asked = JoinRequest.objects.create(participant=participant, language="en", is_mailed=True)
    assert COOKIE not in client.post(f"/en/discussions/join/{asked.key}/", {"digits": digits_of(asked)}).cookies


def test_the_answer_does_not_tell_who_is_known(client, board, ask):
    make_participant(email="known@example.org")
    pages = [ask(email)[0] for email in ("known@example.org", "unknown@example.org")]
    contents = {re.sub(r'value="[^"]{20,}"|/join/[^/]+/', "", client.get(page).content.decode()) for page in pages}
    assert len(contents) == 1
    # A program that fills every field gets the same page too, and no row.
    before = JoinRequest.objects.count()
    answer = client.post("/en/discussions/join/", {"email": "a@example.org", "nickname": "x"})
    assert answer.status_code == 302 and client.get(answer.url).status_code == 200
    assert JoinRequest.objects.count() == before


def test_nobody_gets_more_mails_than_the_budget(board, ask, settings):
    letters = [ask()[1] for _ in range(unsolicited.TO_MAILBOX_FROM_SENDER.most + 1)]
    assert all(letters[:-1]) and letters[-1] is None
    asked = JoinRequest.objects.latest("pk")
    assert COOKIE not in Client().post(f"/en/discussions/join/{asked.key}/", {"digits": digits_of(asked)}).cookies


def test_a_board_is_asked_for_by_mail(client, board, ask):
    page, letter = ask(query="?board=gender")
    assert board.name in letter.body
    assert client.post(page, {"digits": digits_in(letter)}).url == "/en/discussions/gender/"
    assert Subscription.objects.get().rhythm == "daily"
    assert client.get("/en/discussions/join/?board=none").status_code == 404


def test_somebody_with_an_account_takes_part_at_once(client, board, officer):
    sign_in(client, officer)
    assert client.get(ME).status_code == 200 and not Participant.objects.exists()
    client.post(ME)
    participant = Participant.objects.get(user=officer)
    assert participant.may_write and participant.name == ""
    assert officer.email not in client.get(ME).content.decode()


def test_whoever_took_part_before_stays_who_she_was(client, board, officer):
    before = make_participant(email=officer.email)
    sign_in(client, officer)
    client.post(ME)
    before.refresh_from_db()
    assert before.user == officer and Participant.objects.count() == 1


def test_name_mails_and_people_are_hers_to_change(board):
    participant, loud = make_participant("Sokha"), make_participant("Loud")
    post = make_post(make_thread(board, participant), loud)
    client = known_client(participant)

    client.post(ME, {"what": "profile", "name": "Sokha from Kampot", "language": "km"})
    client.post(ME, {"what": "mails", f"board_{board.pk}": "weekly"})
    client.post(f"{post.thread.url}2/", {"act": "block"})
    client.post(f"{post.thread.url}mails/", {"mails": "none"})
    participant.refresh_from_db()
    assert (participant.name, participant.language) == ("Sokha from Kampot", "km")
    assert participant.subscriptions.get().rhythm == "weekly"
    page = client.get(ME).content.decode()
    assert "Loud" in page and post.thread.title in page
    assert "folded" in client.get(post.thread.url).content.decode()

    client.post(ME, {"what": "unblock", "id": participant.blocks.get().pk})
    client.post(ME, {"what": "unmute", "id": participant.muted_threads.get().pk})
    assert not participant.blocks.exists() and not participant.muted_threads.exists()


@pytest.mark.parametrize(
    "name", ["S", "me@example.org", "call 012 345 678", "Neary", "S0kha", "silk weavers", "គ្រប់គ្រង\u200b@x"]
)
def test_a_name_is_nobody_elses_and_tells_no_address(board, name):
    make_participant("Sokha")
    participant = make_participant("Chan")
    answer = known_client(participant).post(ME, {"what": "profile", "name": name, "language": "en"})
    assert answer.status_code == 200 and 'class="error"' in answer.content.decode()
    participant.refresh_from_db()
    assert participant.name == "Chan"


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_device_is_known_until_she_signs_out(board, everywhere):
    participant = make_participant()
    here, there = known_client(participant), known_client(participant)
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        here.post(f"{ME}sign-out/", {"where": "everywhere" if everywhere else "here"})
    assert here.get(ME).status_code == 302
    assert there.get(ME).status_code == (302 if everywhere else 200)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert there.get(ME).status_code == 302


@pytest.mark.parametrize("goes", [False, True])
def test_who_leaves_takes_her_posts_along_or_not(client, board, goes):
    participant = make_participant("Sokha")
    thread = make_thread(board, participant, text="My words.")
    make_post(thread, participant, "Not decided.", public=False)
    Draft.objects.create(participant=participant, board=board, text="Begun.")
    hers = known_client(participant)
    assert hers.get(f"{ME}leave/").status_code == 200

    hers.post(f"{ME}leave/", {"posts": "go" if goes else "stay"})

    assert not Participant.objects.exists() and not Draft.objects.exists()
    answer = client.get(thread.url)
    assert answer.status_code == (404 if goes else 200)
    assert Post.objects.filter(text__contains="words").exists() != goes
    assert not Post.objects.filter(text__contains="decided").exists()


def test_what_nobody_confirmed_is_deleted_after_a_week(client, board, ask):
    ask()
    thread = make_thread(board, make_participant())
    form = {"text": "Mine.", "name": "Chan", "email": "chan@example.org", "agrees": "on"}
    assert client.post(f"{thread.url}answer/", form).status_code == 302
    delete_unconfirmed()
    assert Participant.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        delete_unconfirmed()
    assert Participant.objects.count() == 1 and not JoinRequest.objects.exists() and Post.objects.count() == 1


def blocked_who_left(email="dara@example.org"):
    leave(make_participant(email=email, state=Participant.State.BLOCKED), with_posts=False)
    assert not Participant.objects.filter(email=email).exists()
    assert email not in str(BlockedAddress.objects.values_list())


def confirm_again(email):
    return confirm(request_to_join(unconfirmed_participant(email, "en"), "10.0.0.1", "en"))


def test_who_leaves_while_blocked_comes_back_blocked_for_a_year(db):
    blocked_who_left()
    assert confirm_again("other@example.org").may_write
    assert not confirm_again("Dara@example.org").may_write

    blocked_who_left("sokha@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        delete_old_hashes()
        assert confirm_again("sokha@example.org").may_write


def test_an_account_of_the_same_address_is_blocked_too(officer):
    blocked_who_left(officer.email)
    assert not take_part(officer).may_write


def test_the_limits_of_a_day_are_not_reset_by_leaving(board, settings):
    thread = make_thread(board, make_participant())

    def come(key="first"):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = key, ["first"] if key != "first" else []
        return confirm_again("Much@example.org")

    for writes, leaves in ((12, True), (8, True)):
        much = come()
        for _ in range(writes):
            make_post(thread, much)
        leave(much, with_posts=leaves)
    assert "much" not in str(DayCount.objects.values_list()).lower()
    for key in ("first", "second"):
        assert limit_reached(come(key), is_new_thread=False) == LimitReached.POSTS
    assert limit_reached(confirm_again("other@example.org"), is_new_thread=True) is None
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert limit_reached(come("second"), is_new_thread=True) is None
        delete_old_hashes()
        assert not DayCount.objects.exists()


def test_nothing_is_remembered_of_who_wrote_nothing(db):
    leave(confirm_again("quiet@example.org"), with_posts=False)
    assert not DayCount.objects.exists()
