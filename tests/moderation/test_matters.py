"""Matters, which wait for an editor and are no pages: opened, claimed, decided and closed by their services."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from common.refusal import Refusal
from moderation.matters import matter_kind, register_matter_kind
from moderation.models import AnswerTime, Matter, Notice, Reason, Reminder
from moderation.models.claims import CLAIM_LASTS
from moderation.notifications.desk_digest import send_digests
from moderation.services.matters import (
    claim_matter,
    close_matter,
    decide_matter,
    open_matter,
    release_matter,
    renew_matter_claim,
)
from moderation.timing.reminders import remind
from moderation.timing.response_times import late_at, working_time_after
from orgs.guard.conflict_of_interest import Conflict
from orgs.services import clear_cached_rights, set_editor, set_membership
from outbox.models import Event
from tests.moderation.matter_kinds import NoteKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def matter(notes, organization):
    return open_matter("note", 1, organization, "A note\nabout looms", language="en")


@pytest.fixture
def second(make_editor):
    return make_editor("second@example.org", first_name="Second")


def events(kind):
    return [event.payload for event in Event.objects.filter(kind=kind).order_by("pk")]


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_matter_waits_with_its_times_and_is_announced(matter, organization):
    assert (matter.title, matter.state, matter.is_urgent) == ("A note about looms", "waiting", False)
    within = dt.timedelta(hours=48)
    assert matter.due_at == working_time_after(matter.created_at, within)
    assert matter.reminder_at == working_time_after(matter.created_at, within / 2)
    assert events("matter.opened") == [{"matter": matter.pk}]


def test_an_object_has_one_matter_that_waits(matter, organization):
    again = open_matter("note", 1, organization, "Another title", language="km")
    assert again.pk == matter.pk
    matter.refresh_from_db()
    assert (matter.title, matter.language) == ("Another title", "km")
    assert len(events("matter.opened")) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.create(
            kind="note", object_id=1, organization=organization, reminder_at=matter.due_at, due_at=matter.due_at
        )
    close_matter("note", 1)
    assert open_matter("note", 1, organization, "Again").pk != matter.pk


def test_a_kind_must_be_registered_and_its_name_is_its_own(organization):
    with pytest.raises(KeyError):
        open_matter("unknown", 1, organization, "A note")

    class Other(NoteKind):
        pass

    class Long(NoteKind):
        name = "a-name-too-long"

    class Nowhere(NoteKind):
        name = "nowhere"
        decisions = ()

    for kind in (Other, Long, Nowhere):
        with pytest.raises(ValueError, match=r"note|a-name-too-long|nowhere"):
            register_matter_kind(kind())
    assert isinstance(register_matter_kind(NoteKind()), NoteKind)


def test_what_is_urgent_counts_nights_and_weekends(organization, clock):
    friday = dt.datetime(2026, 11, 27, 15, 0, tzinfo=dt.UTC)  # 22 o'clock in Phnom Penh
    clock.move_to(friday, tick=False)
    urgent = open_matter("note", 1, organization, "Danger", urgent=True)
    assert (urgent.reminder_at, urgent.due_at) == (friday + 2 * HOUR, friday + 4 * HOUR)
    calm = open_matter("note", 2, organization, "No danger")
    assert calm.due_at > friday + dt.timedelta(days=3)
    assert list(Matter.objects.waiting()) == [urgent, calm]


def test_editors_set_the_hours_of_a_kind_and_of_what_is_urgent(organization, clock):
    monday = dt.datetime(2026, 12, 7, 2, 0, tzinfo=dt.UTC)
    clock.move_to(monday, tick=False)

    def hours(number, **fields):
        return (open_matter("note", number, **fields).due_at - monday) / HOUR

    about = {"organization": organization, "title": "A note"}
    AnswerTime.objects.create(tier="", kind="note", hours=10)
    assert hours(1, **about) == 10
    AnswerTime.objects.create(tier=organization.tier, kind="note", hours=6)
    assert hours(2, **about) == 6
    assert hours(3, **about | {"organization": None}) == 10
    AnswerTime.objects.filter(kind="urgent").update(hours=2)
    assert hours(4, **about, urgent=True) == 2
    AnswerTime.objects.all().delete()
    assert hours(5, **about, urgent=True) == 4


def test_one_that_waits_becomes_urgent_and_never_later(matter, organization):
    due = matter.due_at
    urgent = open_matter("note", 1, organization, "Danger", urgent=True)
    assert urgent.is_urgent
    assert urgent.due_at < due
    assert len(events("matter.opened")) == 2
    assert open_matter("note", 1, organization, "Calm again").is_urgent
    assert len(events("matter.opened")) == 2
    Matter.objects.filter(pk=matter.pk).update(is_urgent=False, due_at=timezone.now())
    assert open_matter("note", 1, organization, "Danger", urgent=True).due_at <= timezone.now()


def test_an_editor_decides_and_the_kind_carries_it_out(notes, matter, editor):
    decided = decide_matter(matter, editor, "approved")
    assert (decided.state, decided.decided_by, decided.holder) == ("approved", editor, None)
    assert notes.decided == [(1, "approved")]
    assert notes.calls == ["lock", "decide"]
    assert events("matter.decided") == [{"matter": matter.pk}]
    entry = ModelLogEntry.objects.get(action="moderation.matter_approved")
    assert (entry.user, entry.label) == (editor, "A note about looms")


def test_a_decision_against_it_has_reasons(notes, matter, editor):
    for decision in ("returned", "rejected"):
        assert code_of(lambda decision=decision: decide_matter(matter, editor, decision, " ")) == "reason_required"
    reason = Reason.objects.first()
    decide_matter(matter, editor, "returned", "Name the village.", [reason])
    matter.refresh_from_db()
    assert (matter.state, matter.reason, list(matter.reasons.all())) == ("returned", "Name the village.", [reason])
    assert "Name the village." in ModelLogEntry.objects.get(action="moderation.matter_returned").data["reason"]
    assert notes.decided == [(1, "returned")]


def test_what_cannot_be_carried_out_is_not_decided(notes, matter, editor):
    notes.obstacle = "The board is closed."
    assert code_of(lambda: decide_matter(matter, editor, "approved")) == "obstacle"
    notes.written.clear()
    assert code_of(lambda: decide_matter(matter, editor, "approved")) == "note_gone"
    matter.refresh_from_db()
    assert matter.is_waiting
    assert events("matter.decided") == []
    assert not ModelLogEntry.objects.filter(action__startswith="moderation.matter").exists()


def test_only_what_the_kind_offers_can_be_decided(organization, matter, editor):
    assert code_of(lambda: decide_matter(matter, editor, "waiting")) == "unknown_decision"
    matter_kind("own").written = {1: "A note"}
    own = open_matter("own", 1, organization, "Its own page")
    assert code_of(lambda: decide_matter(own, editor, "approved")) == "unknown_decision"


def test_the_second_editor_is_told_who_was_first(matter, editor, second):
    decide_matter(matter, editor, "approved")
    with pytest.raises(Refusal, match=f"{editor.name} has approved it already"):
        decide_matter(matter, second, "rejected", "No.")
    with pytest.raises(Refusal, match="approved"):
        claim_matter(matter, second)


@pytest.mark.parametrize("act", [claim_matter, lambda it, by: decide_matter(it, by, "approved")])
def test_nobody_decides_about_her_own(act, notes, matter, editor, second, officer, organization):
    assert code_of(lambda: act(matter, officer)) == Conflict.NO_EDITOR
    notes.by[1] = {editor.pk}
    assert code_of(lambda: act(matter, editor)) == Conflict.OWN_WORK
    set_membership(second, organization, "officer")
    assert code_of(lambda: act(matter, second)) in (Conflict.OWN_ORGANIZATION, Conflict.NO_EDITOR)
    set_membership(second, organization, None)
    set_editor(second, False)
    clear_cached_rights(second)
    assert code_of(lambda: act(matter, second)) == Conflict.NO_EDITOR


def test_a_claim_keeps_others_away_until_it_lapses(matter, editor, second, clock):
    assert claim_matter(matter, editor).holder == editor
    for act in (claim_matter, renew_matter_claim, lambda it, by: decide_matter(it, by, "approved")):
        with pytest.raises(Refusal, match=editor.name):
            act(matter, second)
    assert code_of(lambda: release_matter(matter, second)) == "not_claimed"
    clock.shift(CLAIM_LASTS - HOUR / 60)
    assert renew_matter_claim(matter, editor).holder == editor
    clock.shift(CLAIM_LASTS)
    assert claim_matter(matter, second).holder == second
    assert release_matter(matter, second).holder is None


def test_who_leaves_the_desk_loses_her_claims(matter, editor):
    claim_matter(matter, editor)
    set_editor(editor, False)
    matter.refresh_from_db()
    assert matter.claimed_by is None


def test_a_matter_is_closed_where_its_own_package_decides(matter, editor, organization):
    assert close_matter("note", 2) is None
    closed = close_matter("note", 1, decided_by=editor)
    assert (closed.state, closed.decided_by) == ("decided", editor)
    assert events("matter.decided") == [{"matter": matter.pk}]
    assert close_matter("note", 1, decided_by=editor) is None
    open_matter("note", 1, organization, "Again")
    assert close_matter("note", 1).state == "closed"
    assert len(events("matter.decided")) == 1
    assert [row.state for row in Matter.objects.decided_by_editors()] == ["decided"]


def test_editors_without_a_part_in_it_are_told_in_their_next_mail(notes, matter, editor, second, drain):
    notes.by[1] = {second.pk}
    drain()
    send_digests()
    drain()
    (letter,) = mail.outbox
    assert letter.to == [editor.email]
    assert "A note about looms" in letter.body
    assert f"/workspace/desk/matters/{matter.pk}/" in letter.body


def test_no_mail_tells_of_what_was_decided_meanwhile(matter, editor, second, drain):
    close_matter("note", 1)
    drain()
    assert not Notice.objects.exists()
    assert mail.outbox == []


def marks():
    return [payload["mark"] for payload in events("matter.reminded")]


def test_editors_are_reminded_of_each_mark_once(matter, clock):
    late = late_at(matter.created_at, matter.due_at)
    for moment, so_far in (
        (matter.reminder_at - HOUR, []),
        (matter.reminder_at, ["half"]),
        (matter.due_at, ["half", "due"]),
        (late - HOUR, ["half", "due"]),
        (late, ["half", "due", "late"]),
    ):
        clock.move_to(moment, tick=False)
        remind()
        remind()
        assert marks() == so_far
    assert Reminder.objects.filter(matter=matter, submission=None).count() == 3


def test_what_is_urgent_is_late_after_six_hours_of_any_day(organization, clock):
    saturday = dt.datetime(2026, 11, 28, 3, 0, tzinfo=dt.UTC)
    clock.move_to(saturday, tick=False)
    open_matter("note", 1, organization, "Danger", urgent=True)
    for hours, so_far in ((2, ["half"]), (4, ["half", "due"]), (5.9, ["half", "due"]), (6, ["half", "due", "late"])):
        clock.move_to(saturday + hours * HOUR, tick=False)
        remind()
        assert marks() == so_far


def test_nobody_is_reminded_of_what_is_decided(matter, editor, clock):
    decide_matter(matter, editor, "approved")
    clock.move_to(matter.due_at, tick=False)
    assert remind() == 0


def test_whoever_claimed_it_is_reminded_and_administrators_when_it_is_late(
    matter, editor, second, administrator, clock, drain
):
    drain()
    Notice.objects.all().delete()
    clock.move_to(matter.reminder_at - HOUR / 60, tick=False)
    claim_matter(matter, second)
    clock.move_to(matter.reminder_at, tick=False)
    remind()
    drain()
    assert [(row.person, row.kind) for row in Notice.objects.all()] == [(second, "half")]
    clock.move_to(late_at(matter.created_at, matter.due_at), tick=False)
    remind()
    drain()
    assert {row.person for row in Notice.objects.filter(kind="late")} == {administrator}


def test_of_what_is_urgent_an_editor_is_told_at_once(matter, editor, organization, drain):
    """Within the quarter of an hour, though she wants one mail a day; and somebody where nobody wants any."""
    drain()
    assert len(mail.outbox) == 1
    open_matter("note", 2, organization, "Calm")
    drain()
    assert len(mail.outbox) == 1
    for number, wish in ((3, "daily"), (4, "none")):
        User.objects.filter(pk=editor.pk).update(desk_mails=wish)
        open_matter("note", number, organization, f"Danger {number}", urgent=True)
        drain()
        assert f"Danger {number}" in mail.outbox[-1].body
    assert len(mail.outbox) == 3
    assert "urgent: somebody may be in danger" in mail.outbox[-1].body
