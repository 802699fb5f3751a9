"""Tiers of trust: public at once, looked at afterwards, lost by a finding, given by an editor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from common.refusal import Refusal
from moderation.models import Submission
from moderation.rules import tiers
from moderation.services import (
    approve,
    change_tier,
    post_review,
    reject,
    request_changes,
    sample_for_finding,
    submit,
    withdraw,
)
from orgs.models import Organization
from orgs.services import set_membership
from outbox.models import Event
from tests.accounts.sign_in_helpers import trust

pytestmark = pytest.mark.django_db

State, PostReview, Tier = Submission.State, Submission.PostReview, Organization.Tier


@pytest.fixture
def trusted(organization):
    trust(organization)
    return organization


@pytest.fixture
def published(trusted, draft, officer):
    return submit(draft, officer)


def live(page):
    return Page.objects.get(pk=page.pk).live


def tier(organization):
    return Organization.objects.get(pk=organization.pk).tier


# Published at once


def test_what_a_trusted_organization_sends_is_public_at_once(published, draft, officer):
    assert (published.state, published.is_by_trust, published.decided_by) == (State.APPROVED, True, None)
    assert live(draft)
    assert Page.objects.get(pk=draft.pk).live_revision_id == published.revision_id
    kinds = Event.objects.filter(stream=f"page:{draft.pk}").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["submission.opened", "submission.decided", "page.published", "submission.post_review"]
    assert PageLogEntry.objects.filter(page=draft.pk, action="moderation.trusted", user=officer).exists()
    assert Page.objects.get(pk=draft.pk).specific.get_lock() is None


@pytest.mark.parametrize("way", ["action-send-for-review", "action-submit"])
def test_wagtails_editor_goes_the_same_way(way, client, settings, trusted, draft, officer):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    client.force_login(officer)
    form = {"text": "Seven looms came.", "title": "Seven looms", "image": ""} | {
        f"comments-{name}": value
        for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", "")]
    }
    client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), form | {way: "1"})
    page = Page.objects.get(pk=draft.pk).specific
    assert (page.live, page.text) == (True, "Seven looms came.")
    assert page.current_workflow_state is None
    assert Submission.objects.get().is_by_trust


def test_what_an_editor_sends_for_it_is_reviewed(trusted, draft, editor):
    assert submit(draft, editor).is_waiting
    assert not live(draft)


@pytest.mark.parametrize("level", [Tier.NEW, Tier.VERIFIED])
def test_others_wait(level, organization, draft, officer):
    Organization.objects.filter(pk=organization.pk).update(tier=level)
    assert submit(draft, officer).is_waiting


def test_what_was_taken_down_once_is_reviewed_before(published, draft, officer, editor):
    withdraw(draft, editor, "It names a minor.")
    assert submit(draft, officer).is_waiting
    assert not live(draft)


def test_what_its_members_withdrew_is_not(published, draft, officer, manager):
    withdraw(draft, manager)
    assert submit(draft, officer).state == State.APPROVED


def test_incomplete_content_is_refused_as_ever(trusted, draft, officer):
    draft.text = ""
    draft.save_revision(user=officer, clean=False)
    with pytest.raises(Refusal, match="Text"):
        submit(draft, officer)
    assert not live(draft)


def test_a_schedule_is_dropped_when_trust_is_lost_before_the_hour(trusted, draft, officer, editor, clock):
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=officer)
    submission = submit(draft, officer)
    assert not live(draft)
    post_review(submission, editor, finding=True, reason="It names a minor.")
    clock.shift(timedelta(days=1, minutes=1))
    call_command("publish_scheduled")
    assert not live(draft)


def test_a_schedule_is_kept_while_trust_lasts(trusted, draft, officer, clock):
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=officer)
    submit(draft, officer)
    clock.shift(timedelta(days=1, minutes=1))
    call_command("publish_scheduled")
    assert live(draft)


# The sample


def send_many(number, make_page, organization, officer):
    return [submit(make_page("update", organization), officer).post_review for _piece in range(number)]


def test_the_first_pieces_are_all_looked_at(organization, make_page, officer, editor, monkeypatch):
    monkeypatch.setattr(tiers.random, "random", lambda: 0.99)
    first = tiers.TIER_RULES[Tier.TRUSTED].looked_at_first
    trust(organization)
    assert send_many(first + 2, make_page, organization, officer) == [PostReview.DUE] * first + [PostReview.NONE] * 2


def test_a_new_promotion_begins_anew(organization, make_page, officer, editor, monkeypatch, clock):
    monkeypatch.setattr(tiers.random, "random", lambda: 0.99)
    trust(organization)
    send_many(6, make_page, organization, officer)
    for level in (Tier.VERIFIED, Tier.TRUSTED):
        clock.shift(1)
        change_tier(organization, editor, level, "So.")
    clock.shift(1)
    assert send_many(1, make_page, organization, officer) == [PostReview.DUE]


def test_later_some_are_drawn(trusted, make_page, officer, monkeypatch):
    send_many(5, make_page, trusted, officer)
    monkeypatch.setattr(tiers.random, "random", iter([0.19, 0.2]).__next__)
    assert send_many(2, make_page, trusted, officer) == [PostReview.DUE, PostReview.NONE]


def test_what_a_check_finds_is_looked_at(published, waiting_for_nothing):
    assert sample_for_finding(waiting_for_nothing) is True
    assert sample_for_finding(waiting_for_nothing) is False
    assert Submission.objects.get(pk=waiting_for_nothing.pk).post_review == PostReview.DUE
    assert Event.objects.filter(kind="submission.post_review", payload__submission=waiting_for_nothing.pk).count() == 1


@pytest.fixture
def waiting_for_nothing(published, make_page, trusted, officer, monkeypatch):
    """Published by trust, and not drawn."""
    monkeypatch.setattr(tiers.random, "random", lambda: 0.99)
    send_many(4, make_page, trusted, officer)
    return submit(make_page("update", trusted), officer)


def test_what_was_reviewed_before_is_no_matter_of_trust(waiting, editor):
    approve(waiting, editor)
    assert sample_for_finding(waiting) is False
    with pytest.raises(Refusal, match="before it was public"):
        post_review(waiting, editor, finding=False)


# Looking afterwards


def test_fine(published, editor, trusted):
    looked = post_review(published, editor, finding=False)
    assert (looked.post_review, looked.post_review_by) == (PostReview.FINE, editor)
    assert tier(trusted) == Tier.TRUSTED
    with pytest.raises(Refusal, match="has reviewed it already"):
        post_review(published, editor, finding=True, reason="No.")


def test_a_finding_takes_the_trust_back(published, editor, trusted, draft, officer):
    with pytest.raises(Refusal, match="Write what"):
        post_review(published, editor, finding=True)
    looked = post_review(published, editor, finding=True, reason="It names a minor.")
    assert (looked.post_review, looked.reason) == (PostReview.FINDING, "It names a minor.")
    assert tier(trusted) == Tier.VERIFIED
    assert live(draft)
    entry = ModelLogEntry.objects.get(action="moderation.tier")
    assert (entry.user, entry.data["to"], entry.data["reason"]) == (editor, "verified", "It names a minor.")
    assert Event.objects.filter(kind="tier.changed", payload__organization=trusted.pk).count() == 1


def test_a_finding_may_take_the_page_down(published, editor, draft, trusted):
    post_review(published, editor, finding=True, reason="It names a minor.", take_down=True)
    assert not live(draft)
    assert tier(trusted) == Tier.VERIFIED


def test_who_wrote_of_it_does_not_look(trusted, draft, officer, editor, administrator):
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "The editor's words."
    page.save_revision(user=editor)
    submission = submit(draft, officer)
    for person in (editor, officer):
        with pytest.raises(Refusal):
            post_review(submission, person, finding=False)
    post_review(submission, administrator, finding=False)


# Up and down


def decided(organization, officer, number, state=State.APPROVED, **fields):
    page = organization.homes.first().page
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(organization=organization, page=page, state=state, due_at=now, decided_at=now, **fields)
        for _row in range(number)
    )


def suggested(organization):
    found = tiers.suggestion(Organization.objects.get(pk=organization.pk))
    return found.tier if found else None


def test_a_clean_record_speaks_for_more_trust(organization, officer):
    decided(organization, officer, 4)
    assert suggested(organization) is None
    decided(organization, officer, 1)
    assert suggested(organization) == Tier.VERIFIED
    Organization.objects.filter(pk=organization.pk).update(tier=Tier.VERIFIED)
    assert suggested(organization) is None
    decided(organization, officer, 14)
    assert suggested(organization) is None
    decided(organization, officer, 1)
    assert suggested(organization) == Tier.TRUSTED
    decided(organization, officer, 1, State.RETURNED)
    assert suggested(organization) == Tier.TRUSTED
    decided(organization, officer, 1, State.REFUSED)
    assert suggested(organization) is None


def test_what_waits_was_taken_back_or_published_by_trust_does_not_count(organization, officer):
    decided(organization, officer, 9, State.TAKEN_BACK)
    decided(organization, officer, 9, is_by_trust=True)
    assert suggested(organization) is None


def test_a_finding_and_a_page_taken_down_count_for_ninety_days(
    organization, officer, editor, make_page, clock, manager
):
    decided(organization, officer, 5)
    page = make_page("update", organization, live=True)
    withdraw(page, manager)
    assert suggested(organization) == Tier.VERIFIED
    page = make_page("update", organization, live=True)
    withdraw(page, editor, "It names a minor.")
    assert suggested(organization) is None
    clock.shift(timedelta(days=91))
    assert suggested(organization) == Tier.VERIFIED
    decided(organization, officer, 1, is_by_trust=True, post_review=PostReview.FINDING, post_review_at=timezone.now())
    assert suggested(organization) is None


def test_nobody_is_above_trusted_and_the_suspended_do_not_rise(trusted, officer, other_organization):
    decided(trusted, officer, 30)
    assert suggested(trusted) is None
    decided(other_organization, officer, 30)
    Organization.objects.filter(pk=other_organization.pk).update(status="suspended")
    assert suggested(other_organization) is None


def test_a_suggestion_is_made_in_two_queries(organization, officer, django_assert_num_queries):
    decided(organization, officer, 30)
    with django_assert_num_queries(2):
        assert tiers.suggestion(organization)


def test_an_editor_decides_with_a_reason(organization, editor, make_editor):
    changed = change_tier(organization, editor, "trusted", " Twenty good pieces. ")
    assert changed.tier == Tier.TRUSTED
    entry = ModelLogEntry.objects.get(action="moderation.tier")
    assert entry.data == {"from": "new", "to": "trusted", "reason": "Twenty good pieces."}
    assert Event.objects.filter(kind="tier.changed").count() == 1


@pytest.mark.parametrize(
    ("level", "reason", "why"), [("trusted", " ", "say why"), ("new", "So.", "already"), ("royal", "So.", "no such")]
)
def test_a_change_that_is_none_is_refused(level, reason, why, organization, editor):
    with pytest.raises(Refusal, match=why):
        change_tier(organization, editor, level, reason)


def test_neither_members_nor_an_editor_of_its_own_decide(organization, officer, editor):
    set_membership(editor, organization, "officer")
    for person in (officer, editor):
        with pytest.raises(Refusal, match="does not belong"):
            change_tier(organization, person, "trusted", "So.")


def test_the_table_says_what_each_tier_means():
    rows = {row.tier: row for row in tiers.table()}
    assert [row.meaning.is_reviewed_before for row in rows.values()] == [True, True, False]
    assert rows["new"].hours == 48


def test_the_record_is_read_from_decisions(organization, draft, officer, editor, make_page):
    request_changes(submit(draft, officer), editor, "Name the village.")
    reject(submit(make_page("update", organization), officer), editor, "No.")
    approve(submit(make_page("update", organization), officer), editor)
    assert tiers.track_record(organization) == tiers.TrackRecord(decided=3, returned=2, findings=0, taken_down=0)
