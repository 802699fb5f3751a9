"""Wagtail's own screens: every way around the review is closed, the ways in lead to the same submission."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import GroupApprovalTask, Locale, Page, Task, TaskState, Workflow, WorkflowState

from common.refusal import Refusal
from moderation.models import ReviewTask, Submission
from moderation.services import approve, publish_approved, submit
from orgs.models import Organization

FORM = {
    "text": "Seven looms came.",
    "title": "Seven looms",
    "image": "",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


@pytest.fixture
def sign_in(client, settings):
    # Who holds a privilege is asked for a second factor; that rule has its own tests.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def current(page):
    return Page.objects.get(pk=page.pk).specific


# Ways in


def test_the_menu_offers_a_member_drafts_and_review(sign_in, officer, draft):
    content = sign_in(officer).get(edit_url(draft)).content.decode()
    assert 'name="action-send-for-review"' in content
    # Send, and save as a draft beside it: what comes after them is in a menu.
    foot = content[content.index("<footer") :]
    assert foot.index('name="action-send-for-review"') < foot.index("action-save") < foot.index("w-dropdown__toggle")
    for name in ("action-publish", "action-unpublish", "action-submit", "action-cancel-workflow"):
        assert f'name="{name}"' not in content


def test_the_page_editor_sends_for_review(sign_in, officer, draft):
    sign_in(officer).post(edit_url(draft), FORM | {"action-send-for-review": "1"})
    submission = Submission.objects.get()
    assert submission.submitted_by == officer
    assert submission.revision.content["text"] == "Seven looms came."
    assert not current(draft).live


def test_a_new_page_is_sent_in_one_go(sign_in, officer, organization):
    home = organization.homes.get(locale__language_code="en").page
    sign_in(officer).post(
        reverse("wagtailadmin_pages:add", args=["blog", "updatepage", home.pk]),
        FORM | {"action-send-for-review": "1"},
    )
    assert Submission.objects.get().title == "Seven looms"


def test_what_cannot_be_sent_is_kept_as_a_draft_and_told(sign_in, officer, draft):
    response = sign_in(officer).post(edit_url(draft), FORM | {"text": "", "action-send-for-review": "1"}, follow=True)
    assert "Please correct this first." in response.content.decode()
    assert not Submission.objects.exists()
    assert current(draft).get_latest_revision_as_object().title == "Seven looms"


def test_wagtails_own_submitting_meets_in_the_same_place(sign_in, officer, draft):
    sign_in(officer).post(edit_url(draft), FORM | {"action-submit": "1"})
    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.state) == (officer, "waiting")
    assert submission.due_at > timezone.now()


def test_wagtails_own_submitting_keeps_the_rules(draft, other_organization, make_member):
    stranger = make_member(other_organization, "officer")
    with pytest.raises(Refusal):
        draft.get_workflow().start(draft, stranger)
    assert not WorkflowState.objects.exists()


def test_wagtails_own_cancelling_takes_back(sign_in, officer, waiting, draft, editor):
    content = sign_in(officer).get(edit_url(draft)).content.decode()
    assert 'name="action-cancel-workflow"' in content
    sign_in(officer).post(edit_url(draft), FORM | {"action-cancel-workflow": "1"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("taken-back", officer)
    with pytest.raises(Refusal):
        approve(waiting, editor)


# In review nobody edits


@pytest.mark.parametrize("who", ["officer", "editor", "administrator"])
def test_nobody_saves_what_waits(sign_in, who, request, waiting, draft):
    client = sign_in(request.getfixturevalue(who))
    client.post(edit_url(draft), FORM)
    assert current(draft).latest_revision_id == waiting.revision_id
    waiting.revision.refresh_from_db()
    assert waiting.revision.content["text"] == "Six looms came. We weave."


def test_autosave_cannot_overwrite_what_waits(sign_in, officer, waiting, draft, editor):
    response = sign_in(officer).post(
        edit_url(draft),
        FORM | {"overwrite_revision_id": waiting.revision_id, "loaded_revision_id": waiting.revision_id},
        headers={"accept": "application/json"},
    )
    assert json.loads(response.content)["success"] is False
    waiting.revision.refresh_from_db()
    assert waiting.revision.content["text"] == "Six looms came. We weave."
    approve(waiting, editor)
    assert current(draft).text == "Six looms came. We weave."


def test_autosave_of_a_public_page_stays_a_draft(sign_in, officer, waiting, draft, editor):
    approve(waiting, editor)
    sign_in(officer).post(
        edit_url(draft), FORM | {"overwrite_revision_id": waiting.revision_id}, headers={"accept": "application/json"}
    )
    page = current(draft)
    assert page.get_latest_revision_as_object().text == "Seven looms came."
    assert page.text == "Six looms came. We weave."


# Ways out


@pytest.mark.parametrize("who", ["officer", "manager", "editor"])
def test_nobody_is_granted_publishing(who, request, waiting, draft, editor):
    approve(waiting, request.getfixturevalue("administrator"))
    rights = current(draft).permissions_for_user(request.getfixturevalue(who))
    assert not rights.can_publish()
    assert not rights.can_unpublish()
    assert not rights.can_publish_subpage()


@pytest.mark.parametrize("who", ["officer", "editor", "administrator"])
def test_editing_publishes_nothing(sign_in, who, request, draft):
    sign_in(request.getfixturevalue(who)).post(edit_url(draft), FORM | {"action-publish": "1"})
    assert not current(draft).live


@pytest.mark.parametrize("who", ["officer", "editor", "administrator"])
def test_creating_publishes_nothing(sign_in, who, request, organization):
    home = organization.homes.get(locale__language_code="en").page
    sign_in(request.getfixturevalue(who)).post(
        reverse("wagtailadmin_pages:add", args=["blog", "updatepage", home.pk]), FORM | {"action-publish": "1"}
    )
    children = Page.objects.child_of(Page.objects.get(pk=home.pk))
    assert not children.live().exists()
    assert Page.objects.get(pk=home.pk).numchild == children.count()


@pytest.mark.parametrize("extra", [{"alias": "on"}, {"publish_copies": "on"}])
def test_copying_publishes_nothing(sign_in, administrator, make_page, organization, extra):
    page = make_page("update", organization, live=True)
    before = Page.objects.live().count()
    sign_in(administrator).post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": page.get_parent().pk} | extra,
    )
    assert Page.objects.live().count() == before


def test_bulk_actions_publish_nothing(sign_in, administrator, draft):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    sign_in(administrator).post(f"{url}?id={draft.pk}", {"include_descendants": ""})
    assert not current(draft).live


def test_the_admins_api_publishes_nothing(sign_in, administrator, draft):
    url = reverse("wagtailadmin_api:pages:action", args=[draft.pk, "publish"])
    sign_in(administrator).post(url)
    assert not current(draft).live


def test_a_version_of_a_public_page_is_published_by_nobody(sign_in, administrator, make_page, organization):
    page = make_page("update", organization, live=True, text="Approved.")
    sign_in(administrator).post(edit_url(page), FORM | {"action-publish": "1"})
    assert current(page).text == "Approved."


def test_writing_into_the_row_of_a_public_page_is_refused(make_page, organization, administrator):
    from wagtail.log_actions import LogContext

    page = make_page("update", organization, live=True, text="Approved.")
    page.text = "As the translation editor saves its drafts."
    with LogContext(user=administrator), pytest.raises(Refusal):
        page.save()
    page.refresh_from_db()
    page.locked = True
    with LogContext(user=administrator):
        page.save()
    assert current(page).text == "Approved."


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_wagtails_decisions_are_refused(sign_in, action, waiting, draft, administrator):
    task_state = waiting.workflow_state.current_task_state
    client = sign_in(administrator)
    for name in ("workflow_action", "collect_workflow_action_data"):
        client.post(reverse(f"wagtailadmin_pages:{name}", args=[draft.pk, action, task_state.pk]), {"comment": ""})
    client.post(edit_url(draft), FORM | {"action-workflow-action": "1", "workflow-action-name": action})
    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert not current(draft).live


def test_ending_the_workflow_elsewhere_publishes_nothing(waiting, draft, administrator):
    for end in (
        lambda: waiting.workflow_state.current_task_state.approve(user=administrator),
        lambda: ReviewTask.objects.get().deactivate(user=administrator),
        lambda: publish_approved(waiting, administrator),
    ):
        with pytest.raises(PermissionDenied):
            end()
    assert not current(draft).live
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_wagtails_own_workflow_and_groups_are_gone(portal):
    from django.contrib.auth.models import Group

    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not GroupApprovalTask.objects.exists()
    assert [task.specific_class for task in Task.objects.all()] == [ReviewTask]
    assert Workflow.objects.count() == 1
    for front in portal.values():
        assert front.get_workflow() == Workflow.objects.get()


def test_setting_up_again_changes_nothing(portal):
    from moderation.wagtail_integration.setup import ensure_workflow

    before = Workflow.objects.get()
    assert ensure_workflow(portal.values()) == before
    assert ReviewTask.objects.count() == 1


def test_wagtail_sends_no_mail_of_its_own(draft, officer, editor, administrator):
    from moderation.services import request_changes

    request_changes(submit(draft, officer), editor, "Name the village.")
    approve(submit(draft, officer), editor)
    assert mail.outbox == []


# By date


def scheduled(page, user, editor):
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    page = current(page)
    page.go_live_at = tomorrow
    page.save_revision(user=user)
    submission = approve(submit(page, user), editor)
    assert not current(page).live
    return submission, tomorrow + timezone.timedelta(minutes=1)


def test_what_was_approved_for_later_appears_at_its_hour(draft, officer, editor, time_machine):
    _submission, later = scheduled(draft, officer, editor)
    call_command("publish_scheduled")
    assert not current(draft).live
    time_machine.move_to(later)
    call_command("publish_scheduled")
    assert current(draft).live


@pytest.mark.parametrize("has_new_words", [True, False])
def test_what_is_sent_before_the_hour_goes_on_waiting(has_new_words, draft, officer, editor, time_machine):
    _submission, later = scheduled(draft, officer, editor)
    if has_new_words:
        latest = draft.get_latest_revision_as_object()
        latest.text = "Eight looms came."
        latest.save_revision(user=officer)
    sent = submit(current(draft), officer)
    time_machine.move_to(later)
    call_command("publish_scheduled")
    assert current(draft).live
    sent.refresh_from_db()
    assert sent.state == "waiting"
    assert sent.workflow_state.status == "in_progress"


def test_what_was_changed_before_its_hour_does_not_appear(draft, officer, editor, time_machine):
    submission, later = scheduled(draft, officer, editor)
    revision = submission.revision
    revision.refresh_from_db()
    revision.content["text"] = "Something nobody saw."
    revision.save()
    time_machine.move_to(later)
    call_command("publish_scheduled")
    assert not current(draft).live
    assert current(draft).scheduled_revision is None


def test_a_suspended_organization_appears_at_no_hour(draft, officer, editor, organization, time_machine):
    _submission, later = scheduled(draft, officer, editor)
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    time_machine.move_to(later)
    call_command("publish_scheduled")
    assert not current(draft).live


def test_withdrawing_drops_the_hour(draft, officer, editor, time_machine):
    from moderation.services import withdraw

    _submission, later = scheduled(draft, officer, editor)
    withdraw(draft, officer)
    time_machine.move_to(later)
    call_command("publish_scheduled")
    assert not current(draft).live


# Only what was approved, of the very page


def other_language(page):
    return Locale.objects.exclude(pk=page.locale_id).get()


WAYS = {
    "alias in the other language": lambda page: page.copy_for_translation(
        other_language(page), copy_parents=True, alias=True
    ),
    "alias": lambda page: page.create_alias(parent=page.get_parent(), update_slug="alias"),
    "copy": lambda page: page.copy(update_attrs={"slug": "copy"}, keep_live=True),
    "copy with revisions": lambda page: page.copy(update_attrs={"slug": "copy"}, keep_live=True, copy_revisions=True),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_an_approval_is_for_no_other_page(way, waiting, draft, editor, administrator):
    """Wagtail takes the number of the source's public revision along into the copy."""
    approve(waiting, editor)
    before = set(Page.objects.filter(live=True).values_list("pk", flat=True))
    with pytest.raises(Refusal, match="needs a review"), transaction.atomic(), LogContext(user=administrator):
        way(current(draft))
    assert set(Page.objects.filter(live=True).values_list("pk", flat=True)) == before


def test_no_alias_is_made_before_its_source_is_public(draft, administrator):
    """Wagtail would make it public together with its source, at an address that nobody approved."""
    with pytest.raises(Refusal, match="needs a review"), transaction.atomic(), LogContext(user=administrator):
        current(draft).create_alias(parent=draft.get_parent(), update_slug="alias")
    assert not Page.objects.exclude(alias_of=None).exists()


@pytest.mark.parametrize("whose", ["another page's", "its own, with other words", "its own, unapproved"])
def test_a_row_is_public_by_its_own_approved_words_alone(
    whose, waiting, draft, editor, administrator, make_page, organization, officer
):
    approve(waiting, editor)
    if whose == "another page's":
        page, revision = make_page("update", organization, text="Six looms came. We weave."), waiting.revision
    else:
        withdraw_directly(draft)
        page, revision = current(draft), waiting.revision
    if whose == "its own, with other words":
        page.text = "Something that nobody read."
    if whose == "its own, unapproved":
        page.text = "Something that nobody read."
        revision = page.save_revision(user=officer)
    page.live, page.live_revision = True, revision
    with pytest.raises(Refusal, match="needs a review"), transaction.atomic(), LogContext(user=administrator):
        page.save()
    assert not current(page).live


def withdraw_directly(page):
    """Close a page without the withdrawal that would spend its approval."""
    Page.objects.filter(pk=page.pk).update(live=False)


def test_what_was_approved_of_the_page_becomes_public_in_the_admin_too(waiting, draft, editor, administrator):
    with LogContext(user=administrator):
        approve(waiting, editor)
    assert current(draft).live
