"""Pages approved for later become public at their hour if what allowed it still holds, and end at their hour."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from catalog.models import CatalogEntry
from common.refusal import Refusal
from moderation.models import Submission
from moderation.services import approve, request_changes, scheduling, submit, withdraw
from orgs.models import Organization
from outbox.models import Event
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import EDITOR, standing_member, standing_organization, standing_person

HOUR = dt.timedelta(hours=1)


def make_planned():
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    page = make_page("article", organization, owner=officer, title="At noon", go_live_at=timezone.now() + HOUR)
    approve(submit(page, officer), standing_person(EDITOR))
    drain_outbox()
    return page


PLANNED = KeptRows(make_planned)


@pytest.fixture
@keeps(PLANNED)
def planned(db, request):
    """A page that is approved for the next hour."""
    page = PLANNED.of(request)
    mail.outbox.clear()
    return page


def at_its_hour(page, late=dt.timedelta(minutes=1)):
    with time_machine.travel(page.go_live_at + late, tick=False):
        call_command("publish_scheduled", verbosity=0)
        drain_outbox()
    page.refresh_from_db()
    return page


def dropped():
    return [event.payload["obstacle"] for event in Event.objects.filter(kind="schedule.dropped")]


def is_scheduled(page):
    return Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False).exists()


def test_it_is_public_at_its_hour_and_not_before(planned):
    assert not at_its_hour(planned, -dt.timedelta(minutes=1)).live
    assert is_scheduled(planned)
    assert at_its_hour(planned).live
    assert not is_scheduled(planned)
    assert CatalogEntry.objects.public().filter(pk=planned.pk).exists()
    assert dropped() == []


def suspend(page):
    Organization.objects.filter(pk=page.organization_id).update(status=Organization.Status.SUSPENDED)


def overwrite(page):
    """Overwrite a revision in place, as autosave does."""
    revision = Revision.page_revisions.get(object_id=str(page.pk), approved_go_live_at__isnull=False)
    revision.content["summary"] = "Something that no editor has read."
    revision.save()


def undo(page):
    Submission.objects.filter(page=page.pk).update(state=Submission.State.TAKEN_BACK)


@pytest.mark.parametrize(
    ("happens", "obstacle", "words"),
    [
        (suspend, "suspended", "suspended"),
        (overwrite, "changed", "changed after"),
        (undo, "undone", "is no longer valid"),
    ],
)
def test_what_forbids_it_ends_the_schedule_and_is_told(planned, happens, obstacle, words, officer):
    happens(planned)
    assert not at_its_hour(planned).live
    assert not is_scheduled(planned)
    assert dropped() == [obstacle]
    assert PageLogEntry.objects.filter(page=planned.pk, action="moderation.schedule_dropped").count() == 1
    [told] = [message for message in mail.outbox if message.to == [officer.email]]
    assert told.subject == "Not published as planned: At noon"
    assert words in told.body
    at_its_hour(planned)
    assert dropped() == [obstacle], "It is told once."


def test_the_mail_is_in_the_authors_language(planned, officer):
    officer.language = "km"
    officer.save()
    suspend(planned)
    at_its_hour(planned)
    assert mail.outbox[-1].extra_headers["Content-Language"] == "km"


def test_what_was_withdrawn_stays_away(planned, officer):
    withdraw(planned, officer)
    assert not at_its_hour(planned).live
    assert dropped() == []


def test_a_schedule_that_nobody_approved_is_dropped(make_page, organization, officer):
    page = make_page("article", organization, owner=officer, go_live_at=timezone.now() + HOUR)
    page.get_latest_revision().publish()
    assert is_scheduled(page)
    assert not at_its_hour(page).live
    assert dropped() == ["undone"]


def test_the_rules_are_asked_of_what_is_published_not_before(planned):
    """Between looking and publishing nothing passes: the look is in the transaction of the publication."""
    [revision_id] = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
    with time_machine.travel(planned.go_live_at + HOUR, tick=False):
        due = scheduling.due_revisions()
        overwrite(planned)
        assert [scheduling.publish_or_cancel(one) for one in due] == [True]
    planned.refresh_from_db()
    assert due == [revision_id]
    assert not planned.live


def test_two_runs_at_once_publish_it_once(planned):
    before = Event.objects.filter(kind="page.published").count()
    with time_machine.travel(planned.go_live_at + HOUR, tick=False):
        due = scheduling.due_revisions()
        assert [scheduling.publish_or_cancel(one) for one in due * 2] == [True, False]
    assert Event.objects.filter(kind="page.published").count() == before + 1


def test_a_clock_set_back_neither_takes_it_away_nor_publishes_it_again(planned):
    assert at_its_hour(planned).live
    published = Event.objects.filter(kind="page.published").count()
    assert at_its_hour(planned, -HOUR * 5).live
    assert at_its_hour(planned).live
    assert Event.objects.filter(kind="page.published").count() == published


def test_a_clock_set_back_before_the_hour_leaves_it_waiting(planned):
    with time_machine.travel(planned.go_live_at + HOUR, tick=False):
        due = scheduling.due_revisions()
    assert [scheduling.publish_or_cancel(one) for one in due] == [False]
    assert is_scheduled(planned)


def test_one_that_fails_holds_up_no_other(planned, make_page, organization, officer, editor, monkeypatch, caplog):
    other = make_page("article", organization, owner=officer, title="Too", go_live_at=timezone.now() + HOUR)
    approve(submit(other, officer), editor)
    first = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("pk").first()
    original = Revision.publish

    def publish(self, *args, **kwargs):
        if self.pk == first.pk:
            raise RuntimeError("no room on the disk")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Revision, "publish", publish)
    assert not at_its_hour(planned).live
    other.refresh_from_db()
    assert other.live
    assert is_scheduled(planned), "It is tried again."
    assert "no room on the disk" in caplog.text


def test_what_became_impossible_is_dropped(planned, monkeypatch):
    from django.core.exceptions import ValidationError

    def refuse(self, *args, **kwargs):
        raise ValidationError({"slug": "taken"})

    monkeypatch.setattr(Revision, "publish", refuse)
    assert not at_its_hour(planned).live
    assert dropped() == ["impossible"]


@pytest.fixture
def ending(make_page, organization, officer, editor, drain):
    """A public page that ends within the hour."""
    page = make_page("article", organization, owner=officer, title="Until noon", expire_at=timezone.now() + HOUR)
    approve(submit(page, officer), editor)
    drain()
    page.refresh_from_db()
    assert page.live
    return page


def test_what_expires_leaves_the_public_and_its_row_with_it(ending):
    with time_machine.travel(ending.expire_at + HOUR, tick=False):
        assert scheduling.expire(ending.pk)
        assert not CatalogEntry.objects.public().filter(pk=ending.pk).exists()
        assert not scheduling.expire(ending.pk)
    ending.refresh_from_db()
    assert (ending.live, ending.expired) == (False, True)


def test_what_follows_it_keeps_its_hour(ending, officer, editor):
    """The next version is approved for after the end of this one."""
    following = Page.objects.get(pk=ending.pk).get_latest_revision_as_object()
    following.title, following.expire_at = "From one o'clock", None
    following.go_live_at = ending.expire_at + HOUR
    following.save_revision(user=officer)
    approve(submit(ending, officer), editor)
    with time_machine.travel(ending.expire_at + HOUR / 2, tick=False):
        call_command("publish_scheduled", verbosity=0)
    ending.refresh_from_db()
    assert (ending.live, ending.expired) == (False, True)
    assert is_scheduled(ending)
    with time_machine.travel(following.go_live_at + HOUR, tick=False):
        call_command("publish_scheduled", verbosity=0)
    ending.refresh_from_db()
    assert (ending.live, ending.expired, ending.title) == (True, False, "From one o'clock")


def test_what_is_public_stays_until_the_hour_of_what_was_saved_before(planned, officer, editor):
    """While the first version waited for its hour, the next one was written."""
    following = Page.objects.get(pk=planned.pk).get_latest_revision_as_object()
    following.title, following.go_live_at = "At three", planned.go_live_at + 3 * HOUR
    following.save_revision(user=officer)
    assert at_its_hour(planned).live
    with time_machine.travel(planned.last_published_at + HOUR, tick=False):
        approve(submit(planned, officer), editor)
    planned.refresh_from_db()
    assert (planned.live, planned.title) == (True, "At noon")
    assert is_scheduled(planned)
    planned.go_live_at = following.go_live_at
    assert at_its_hour(planned).title == "At three"


def test_what_is_over_is_neither_sent_nor_approved(make_page, organization, officer, editor):
    page = make_page("article", organization, owner=officer, expire_at=timezone.now() + HOUR)
    submission = submit(page, officer)
    with time_machine.travel(page.expire_at + HOUR, tick=False):
        with pytest.raises(Refusal, match="Return it, so that a later"):
            approve(submission, editor)
        request_changes(submission, editor, "Set another end.")
        with pytest.raises(Refusal, match="Set a later one, then send"):
            submit(page, officer)


def test_what_is_over_at_its_hour_is_dropped(make_page, organization, officer, editor, drain):
    """The scheduler slept for longer than it was to be public."""
    hour = timezone.now() + HOUR
    page = make_page("article", organization, owner=officer, go_live_at=hour, expire_at=hour + HOUR)
    approve(submit(page, officer), editor)
    drain()
    mail.outbox.clear()
    assert not at_its_hour(page, 2 * HOUR).live
    assert dropped() == ["over"]
    assert "Its expiry time has already passed." in mail.outbox[0].body


def test_row_and_page_go_in_one_transaction(ending):
    with time_machine.travel(ending.expire_at + HOUR, tick=False), transaction.atomic():
        scheduling.expire(ending.pk)
        transaction.set_rollback(True)
    ending.refresh_from_db()
    assert ending.live
    assert CatalogEntry.objects.filter(pk=ending.pk).exists()


def test_a_clock_set_back_does_not_bring_it_back(ending):
    with time_machine.travel(ending.expire_at + HOUR, tick=False):
        call_command("publish_scheduled", verbosity=0)
    call_command("publish_scheduled", verbosity=0)
    ending.refresh_from_db()
    assert not ending.live


def test_a_dry_run_changes_nothing(planned, capsys):
    with time_machine.travel(planned.go_live_at + HOUR, tick=False):
        call_command("publish_scheduled", dryrun=True)
    assert "At noon" in capsys.readouterr().out
    assert is_scheduled(planned)


def test_nothing_to_do_costs_two_queries(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        scheduling.run_due()
