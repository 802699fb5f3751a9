"""The one path to the public: who may go it, and what becomes public at its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from common.refusal import Refusal
from moderation.comparison.content_hash import content_hash
from moderation.models import Submission, Withdrawal
from moderation.services import approve, request_changes, submit, take_back, withdraw
from moderation.timing.response_times import due_at, working_time_after
from orgs.models import Organization
from orgs.services import clear_cached_rights
from outbox.models import Event

State = Submission.State


def edit(page, user, text):
    """Save a new draft, as the page editor does."""
    page = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.text = text
    return page.save_revision(user=user)


def public_text(page):
    page = Page.objects.get(pk=page.pk).specific
    return page.text if page.live else None


def kinds(page):
    return list(Event.objects.filter(stream=f"page:{page.pk}").order_by("seq").values_list("kind", flat=True))


# Sending


def test_sending_keeps_who_what_and_by_when(waiting, draft, officer, organization):
    assert waiting.state == State.WAITING
    assert (waiting.organization, waiting.submitted_by, waiting.title) == (organization, officer, "Six looms")
    assert waiting.content_hash == content_hash(draft.get_latest_revision())
    assert waiting.due_at == due_at(organization, "update", waiting.submitted_at)
    assert kinds(draft) == ["submission.opened"]
    assert PageLogEntry.objects.filter(page=draft.pk, action="moderation.submit", user=officer).exists()


def test_a_verified_organization_is_answered_sooner(organization, draft, officer):
    organization.tier = Organization.Tier.VERIFIED
    organization.save()
    clear_cached_rights(officer)
    submission = submit(draft, officer)
    assert submission.due_at == working_time_after(submission.submitted_at, timedelta(hours=24))


def test_what_waits_cannot_be_sent_twice(waiting, draft, officer):
    with pytest.raises(Refusal, match="waits for an editor already"):
        submit(draft, officer)
    assert Submission.objects.count() == 1


def test_only_members_send(draft, other_organization, make_member):
    stranger = make_member(other_organization, "manager")
    with pytest.raises(Refusal, match="Only members"):
        submit(draft, stranger)
    assert not Submission.objects.exists()
    assert not WorkflowState.objects.exists()


def test_former_members_do_not_send(draft, officer, organization):
    from orgs.services import set_membership

    set_membership(officer, organization, None)
    with pytest.raises(Refusal):
        submit(draft, officer)


def test_a_suspended_organization_sends_nothing(draft, officer, editor, organization):
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    clear_cached_rights(officer)
    for person in (officer, editor):
        with pytest.raises(Refusal):
            submit(draft, person)


def test_incomplete_content_is_refused_with_what_is_missing(draft, officer):
    draft.text = ""
    draft.save_revision(user=officer, clean=False)
    with pytest.raises(Refusal, match="Text"):
        submit(draft, officer)


def test_an_article_without_words_is_refused(make_page, organization, officer):
    page = make_page("article", organization, owner=officer, summary="")
    with pytest.raises(Refusal, match="no text yet"):
        submit(page, officer)


def test_unchanged_content_is_refused(make_page, organization, officer, editor):
    page = make_page("update", organization, owner=officer)
    approve(submit(page, officer), editor)
    with pytest.raises(Refusal, match="Nothing has changed"):
        submit(page, officer)
    edit(page, officer, Page.objects.get(pk=page.pk).specific.text)
    with pytest.raises(Refusal, match="Nothing has changed"):
        submit(page, officer)


def test_a_page_without_a_revision_gets_one(organization, officer):
    from blog.models import UpdatePage

    home = organization.homes.get(locale__language_code="en").page
    page = home.add_child(instance=UpdatePage(title="Bare", text="Bare.", locale=home.locale, live=False))
    assert submit(page, officer).revision is not None


def test_portal_pages_go_the_same_way(portal, editor, make_editor):
    front = portal["en"]
    front.statement = "Found in one place."
    front.save_revision(user=editor)
    submission = submit(front, editor)
    assert submission.organization.slug == "neary"
    with pytest.raises(Refusal):
        approve(submission, editor)
    approve(submission, make_editor("second@example.org"))
    front.refresh_from_db()
    assert front.statement == "Found in one place."


# Approving


def test_approval_publishes_what_was_sent(waiting, draft, editor):
    approve(waiting, editor)
    page = Page.objects.get(pk=draft.pk).specific
    assert page.live
    assert page.live_revision_id == waiting.revision_id
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == (State.APPROVED, editor)
    assert waiting.decided_at <= timezone.now()
    assert kinds(draft) == ["submission.opened", "submission.decided", "page.published"]
    assert WorkflowState.objects.get(pk=waiting.workflow_state_id).status == WorkflowState.STATUS_APPROVED
    assert PageLogEntry.objects.filter(page=draft.pk, action="moderation.approved", user=editor).exists()


def test_a_save_after_sending_stays_a_draft(waiting, draft, officer, editor):
    edit(draft, officer, "Something nobody saw.")
    approve(waiting, editor)
    assert public_text(draft) == "Six looms came. We weave."
    page = Page.objects.get(pk=draft.pk).specific
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().text == "Something nobody saw."
    assert page.current_workflow_state is None


def test_an_overwritten_revision_is_never_published(waiting, draft, officer, editor):
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "Something nobody saw."
    page.save_revision(user=officer, overwrite_revision=waiting.revision)
    with pytest.raises(Refusal, match="changed after it was sent"):
        approve(waiting, editor)
    assert public_text(draft) is None
    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert request_changes(waiting, editor, "Please send the new text.").state == State.RETURNED


def test_the_row_of_a_draft_does_not_matter(waiting, draft, editor):
    Page.objects.filter(pk=draft.pk).update(title="Something nobody saw")
    type(draft).objects.filter(pk=draft.pk).update(text="Something nobody saw.")
    approve(waiting, editor)
    page = Page.objects.get(pk=draft.pk).specific
    assert (page.title, page.text) == ("Six looms", "Six looms came. We weave.")


def test_a_lost_revision_is_refused(waiting, editor):
    waiting.revision.delete()
    with pytest.raises(Refusal):
        approve(waiting, editor)


@pytest.mark.parametrize("who", ["officer", "manager", "stranger"])
def test_only_editors_decide(waiting, who, request, make_user):
    person = make_user("stranger@example.org") if who == "stranger" else request.getfixturevalue(who)
    for decision in (lambda: approve(waiting, person), lambda: request_changes(waiting, person, "No.")):
        with pytest.raises(Refusal):
            decision()
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_administrators_are_editors(waiting, draft, administrator):
    approve(waiting, administrator)
    assert public_text(draft)


def test_nobody_approves_what_she_sent(draft, editor, administrator):
    submission = submit(draft, editor)
    with pytest.raises(Refusal, match="Another editor"):
        approve(submission, editor)
    approve(submission, administrator)


def test_nobody_approves_what_she_wrote_a_part_of(draft, officer, editor, make_editor):
    edit(draft, editor, "The editor's words.")
    submission = submit(draft, officer)
    with pytest.raises(Refusal):
        approve(submission, editor)
    approve(submission, make_editor("second@example.org"))


def test_words_saved_during_an_earlier_review_count(waiting, draft, officer, editor, make_editor):
    second = make_editor("second@example.org")
    edit(draft, second, "Second editor's words.")
    approve(waiting, editor)
    edit(draft, officer, "Second editor's words, and the officer's.")
    submission = submit(draft, officer)
    with pytest.raises(Refusal):
        approve(submission, second)
    approve(submission, editor)


def test_what_was_written_before_the_public_version_does_not_count(draft, officer, editor, administrator):
    edit(draft, editor, "The editor's words.")
    approve(submit(draft, officer), administrator)
    edit(draft, officer, "New words.")
    approve(submit(draft, officer), editor)
    assert public_text(draft) == "New words."


def test_an_editor_who_lost_the_office_decides_nothing(waiting, editor):
    from orgs.services import set_editor

    set_editor(editor, False)
    with pytest.raises(Refusal):
        approve(waiting, editor)


def test_a_suspended_organization_publishes_nothing(waiting, draft, organization, editor):
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    with pytest.raises(Refusal, match="suspended"):
        approve(waiting, editor)
    assert public_text(draft) is None


def test_what_cannot_be_published_any_more_is_refused(waiting, draft, make_page, organization, editor):
    Page.objects.filter(pk=draft.pk).update(slug="elsewhere")
    make_page("update", organization, slug=draft.slug, live=True)
    with pytest.raises(Refusal, match="correct this"):
        approve(waiting, editor)
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_a_decision_is_made_once(waiting, draft, editor, make_editor):
    second = make_editor("second@example.org")
    approve(waiting, editor)
    for decision in (lambda: approve(waiting, second), lambda: request_changes(waiting, second, "No.")):
        with pytest.raises(Refusal, match="has approved it already"):
            decision()
    assert kinds(draft).count("submission.decided") == 1
    assert kinds(draft).count("page.published") == 1


# Returning, taking back


def test_returning_needs_a_reason(waiting, editor):
    with pytest.raises(Refusal, match="Choose a reason"):
        request_changes(waiting, editor, "  ")


def test_what_was_returned_can_be_changed_and_sent_again(waiting, draft, officer, editor):
    returned = request_changes(waiting, editor, " Name the village. ")
    assert (returned.state, returned.reason) == (State.RETURNED, "Name the village.")
    page = Page.objects.get(pk=draft.pk).specific
    assert page.get_lock() is None
    assert TaskState.objects.get(workflow_state=waiting.workflow_state).status == TaskState.STATUS_REJECTED
    edit(draft, officer, "Six looms came to Takeo.")
    again = submit(draft, officer)
    assert again.pk != returned.pk
    approve(again, editor)
    assert public_text(draft) == "Six looms came to Takeo."


def test_taking_back_unlocks(waiting, draft, manager, editor):
    assert Page.objects.get(pk=draft.pk).specific.get_lock().for_user(manager)
    assert take_back(waiting, manager).state == State.TAKEN_BACK
    assert Page.objects.get(pk=draft.pk).specific.get_lock() is None
    with pytest.raises(Refusal, match="taken back"):
        approve(waiting, editor)


def test_strangers_and_editors_take_nothing_back(waiting, other_organization, make_member, editor):
    for person in (make_member(other_organization, "officer"), editor):
        with pytest.raises(Refusal):
            take_back(waiting, person)


def test_what_was_decided_is_not_taken_back(waiting, officer, editor):
    approve(waiting, editor)
    with pytest.raises(Refusal):
        take_back(waiting, officer)


# Withdrawing


def test_members_withdraw_at_once(waiting, draft, officer, editor):
    approve(waiting, editor)
    withdraw(draft, officer)
    assert public_text(draft) is None
    assert Withdrawal.objects.get().created_by == officer
    assert kinds(draft)[-2:] == ["page.unpublished", "page.withdrawn"]
    assert PageLogEntry.objects.filter(page=draft.pk, action="moderation.withdraw", user=officer).exists()
    assert submit(draft, officer).is_waiting


def test_editors_withdraw_with_a_reason(make_page, organization, editor):
    page = make_page("article", organization, live=True)
    with pytest.raises(Refusal, match="Write why"):
        withdraw(page, editor)
    assert Page.objects.get(pk=page.pk).live
    withdraw(page, editor, "It names a minor.")
    assert not Page.objects.get(pk=page.pk).live


def test_strangers_withdraw_nothing(make_page, organization, other_organization, make_member):
    page = make_page("article", organization, live=True)
    with pytest.raises(Refusal):
        withdraw(page, make_member(other_organization, "manager"))
    assert Page.objects.get(pk=page.pk).live


def test_members_of_a_suspended_organization_may_still_withdraw(make_page, organization, officer):
    page = make_page("article", organization, live=True)
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    withdraw(page, officer)
    assert not Page.objects.get(pk=page.pk).live


def test_a_newer_version_in_review_is_taken_back_with_it(waiting, draft, officer, editor):
    approve(waiting, editor)
    edit(draft, officer, "A newer version.")
    newer = submit(draft, officer)
    withdraw(draft, officer)
    newer.refresh_from_db()
    assert newer.state == State.TAKEN_BACK
    with pytest.raises(Refusal):
        approve(newer, editor)


def test_drafts_and_homes_are_not_withdrawn(draft, officer, organization):
    home = organization.homes.get(locale__language_code="en").page
    for page in (draft, home):
        with pytest.raises(Refusal):
            withdraw(page, officer)
    home.refresh_from_db()
    assert home.live
