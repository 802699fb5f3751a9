"""One mail in fifteen minutes, whatever clocks and workers do."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.models import DeskMails
from moderation.models import DeskDigest, Notice
from moderation.notifications import desk_digest
from moderation.notifications.desk_digest import notify, send_digest, send_digests
from moderation.services import (
    accept_correction,
    approve,
    decline_correction,
    offer_correction,
    request_second_opinion,
    submit,
    take_back,
)
from orgs.services import set_editor

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)  # in Cambodia


@pytest.fixture
def send_one(make_page, organization, officer, drain):
    """Send one more piece for review."""

    def send(**fields):
        submission = submit(make_page("update", organization, owner=officer, **fields), officer)
        drain()
        return submission

    return send


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


def minutes(number):
    return dt.timedelta(minutes=number)


def beat(drain):
    """Do what happens every minute, and return the mails that were sent."""
    before = len(mail.outbox)
    send_digests()
    drain()
    return mail.outbox[before:]


def test_the_first_goes_at_once_and_the_next_are_gathered(clock, send_one, editor, drain):
    send_one(title="One")
    assert len(mail.outbox) == 1
    for title in ("Two", "Three"):
        send_one(title=title)
    assert beat(drain) == []
    clock.move_to(NOON + minutes(14.9))
    assert beat(drain) == []
    clock.move_to(NOON + minutes(15))
    (letter,) = beat(drain)
    assert letter.subject == "2 tasks for editors"
    assert "Two" in letter.body
    assert "Three" in letter.body
    assert "One" not in letter.body
    clock.move_to(NOON + minutes(60))
    assert beat(drain) == []


@pytest.mark.parametrize("back", [1, 20, 60 * 24 * 400])
def test_a_clock_set_back_never_ends_the_quiet_early(clock, send_one, editor, drain, back):
    send_one()
    clock.move_to(NOON - minutes(back))
    send_one(title="Later")
    assert beat(drain) == []
    clock.move_to(NOON - minutes(back) + minutes(14.9))
    assert beat(drain) == []
    clock.move_to(NOON - minutes(back) + minutes(15))
    (letter,) = beat(drain)
    assert "Later" in letter.body


def test_two_workers_write_one_mail(clock, send_one, editor, monkeypatch, drain):
    """The second looks while the first has not yet committed, and again afterwards."""
    send_one()
    clock.move_to(NOON + minutes(20))
    write, tried = desk_digest.write_digest, []

    def second_worker(*args):
        tried.append(send_digest(editor.pk))
        write(*args)

    monkeypatch.setattr(desk_digest, "write_digest", second_worker)
    Notice.objects.update(digest=None)
    DeskDigest.objects.all().delete()
    assert send_digest(editor.pk) is True
    assert tried == [False]
    assert send_digest(editor.pk) is False


def test_what_fails_to_be_written_is_written_later(clock, send_one, editor, monkeypatch, drain, make_editor):
    make_editor("other@example.org")
    monkeypatch.setattr(desk_digest, "QUIET", minutes(10**6))
    send_one()
    mail.outbox.clear()
    send_one(title="Second")
    monkeypatch.setattr(desk_digest, "QUIET", minutes(0))
    write = desk_digest.send_to_person

    def fail(person, *args, **kwargs):
        if person == editor:
            raise ValueError("Not an address")
        write(person, *args, **kwargs)

    monkeypatch.setattr(desk_digest, "send_to_person", fail)
    assert [letter.to for letter in beat(drain)] == [["other@example.org"]]
    monkeypatch.setattr(desk_digest, "send_to_person", write)
    assert [letter.to for letter in beat(drain)] == [[editor.email]]


def test_what_is_no_news_any_more_is_left_out(clock, send_one, officer, editor, make_editor, drain):
    other = make_editor("other@example.org")
    send_one(title="First")
    decided, taken_back, waits = send_one(title="Decided"), send_one(title="Taken back"), send_one(title="Waits")
    approve(decided, other)
    take_back(taken_back, officer)
    drain()
    clock.move_to(NOON + minutes(15))
    letters = {letter.to[0]: letter for letter in beat(drain)}
    body = letters[editor.email].body
    assert "Waits" in body
    assert "Decided" not in body
    assert "Taken back" not in body
    assert f"/workspace/review/{waits.pk}/" in body


def test_no_mail_is_better_than_an_empty_one(clock, send_one, officer, editor, drain):
    send_one()
    take_back(send_one(title="Second"), officer)
    clock.move_to(NOON + minutes(15))
    assert beat(drain) == []
    assert not Notice.objects.filter(digest=None).exists()


def test_who_is_no_editor_any_more_reads_nothing(clock, send_one, editor, make_editor, drain):
    make_editor("other@example.org")
    send_one()
    send_one(title="Second")
    set_editor(editor, False)
    clock.move_to(NOON + minutes(15))
    assert [letter.to for letter in beat(drain)] == [["other@example.org"]]


def test_of_one_piece_the_last_is_told(clock, send_one, editor, drain):
    send_one()
    submission = send_one(title="Second")
    with transaction.atomic():
        notify([editor], Notice.Kind.DUE, submission=submission)
    clock.move_to(NOON + minutes(15))
    (letter,) = beat(drain)
    assert letter.subject == "1 task for editors"
    assert letter.body.count("Second") == 1
    assert "due: Second" in letter.body


def test_a_long_list_is_cut_and_says_so(clock, send_one, editor, monkeypatch, drain):
    monkeypatch.setattr(desk_digest, "MOST_LINES", 2)
    for _number in range(4):
        send_one()
    clock.move_to(NOON + minutes(15))
    (letter,) = beat(drain)
    assert letter.subject == "3 tasks for editors"
    assert "And 1 more." in letter.body


def test_a_second_look_is_asked_of_others(clock, send_one, editor, make_editor, drain):
    other = make_editor("other@example.org")
    submission = send_one()
    clock.move_to(NOON + minutes(20))
    mail.outbox.clear()
    request_second_opinion(submission, editor, "Is it true?")
    drain()
    assert [letter.to for letter in mail.outbox] == [[other.email]]
    assert "a second opinion" in mail.outbox[0].body


def test_administrators_hear_of_what_is_late(clock, send_one, editor, administrator, drain):
    submission = send_one()
    clock.move_to(submission.due_at + dt.timedelta(days=30))
    mail.outbox.clear()
    from moderation.timing.reminders import remind

    remind()
    drain()
    assert administrator.email in {letter.to[0] for letter in mail.outbox}


def test_once_a_day_is_in_the_morning(clock, send_one, editor, drain):
    editor.desk_mails = DeskMails.DAILY
    editor.save()
    clock.move_to(NOON - dt.timedelta(hours=6))
    send_one()
    assert beat(drain) == []
    clock.move_to(NOON - dt.timedelta(hours=4))
    assert len(beat(drain)) == 1
    send_one()
    clock.move_to(NOON + dt.timedelta(hours=10))
    assert beat(drain) == []
    clock.move_to(NOON + dt.timedelta(hours=20, minutes=1))
    assert len(beat(drain)) == 1


def test_never_is_never_and_nothing_gathers(clock, send_one, editor, drain):
    send_one()
    send_one()
    editor.desk_mails = DeskMails.NONE
    editor.save()
    send_one()
    clock.move_to(NOON + minutes(60))
    mail.outbox.clear()
    assert beat(drain) == []
    assert not Notice.objects.filter(digest=None).exists()


@pytest.fixture
def correct(clock, send_one, editor):
    """Have the editor correct a piece, twenty minutes after she was told that it waits."""

    def offer():
        submission = send_one(title="Looms")
        clock.shift(minutes(20))
        correction = offer_correction(submission, editor, {"title": "Seven looms"})
        mail.outbox.clear()
        return correction

    return offer


def test_an_editor_is_told_that_her_correction_was_declined_and_why(correct, officer, editor, make_editor, drain):
    make_editor("other@example.org")
    correction = correct()
    decline_correction(correction, officer, "They are six.")
    drain()
    (letter,) = mail.outbox
    assert letter.to == [editor.email]
    assert "your correction was declined: Looms" in letter.body
    assert "They are six." in letter.body
    assert f"/workspace/review/{correction.submission_id}/" in letter.body


def test_she_is_told_by_the_digest_also_when_the_piece_is_decided_meanwhile(
    clock, correct, send_one, officer, editor, make_editor, drain
):
    correction = correct()
    send_one(title="Another")
    decline_correction(correction, officer)
    drain()
    approve(correction.submission, make_editor("other@example.org"))
    assert not [each for each in mail.outbox if "declined" in each.body]
    clock.shift(minutes(15))
    (letter,) = [each for each in beat(drain) if each.to == [editor.email]]
    assert letter.subject == "1 task for editors"
    assert "your correction was declined: Looms" in letter.body


def test_who_declines_her_own_correction_is_told_nothing(correct, editor, drain):
    decline_correction(correct(), editor)
    drain()
    assert mail.outbox == []


def test_who_wants_no_mails_of_the_desk_is_not_told_of_a_decline(correct, officer, editor, drain):
    correction = correct()
    editor.desk_mails = DeskMails.NONE
    editor.save()
    decline_correction(correction, officer)
    drain()
    assert mail.outbox == []
    assert not Notice.objects.filter(kind=Notice.Kind.DECLINED).exists()


def test_an_accepted_correction_is_no_news(correct, officer, editor, drain):
    accept_correction(correct(), officer)
    drain()
    assert editor.email not in {each.to[0] for each in mail.outbox}


def test_nobody_is_written_to_where_nothing_gathered(editor, drain):
    assert send_digests() == 0
    assert not DeskDigest.objects.filter(created_at__lte=timezone.now()).exists()


def test_a_mail_to_the_desk_that_still_waits_is_recalled_from_who_is_no_editor_any_more(clock, send_one, editor, drain):
    submission = send_one(title="One")
    before = len(mail.outbox)
    clock.shift(minutes(20))
    with transaction.atomic():
        notify([editor], Notice.Kind.DUE, submission=submission)
    set_editor(editor, False)
    drain()
    assert mail.outbox[before:] == []
