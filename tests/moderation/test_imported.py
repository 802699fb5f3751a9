"""A page that was made from another site waits for an editor, also of a trusted organization, however it is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from moderation.models import ImportedContent, Submission
from moderation.services import approve, mark_imported, submit
from tests.accounts.sign_in_helpers import sign_in, trust
from tests.moderation.row_helpers import mark_checked

pytestmark = pytest.mark.django_db
TYPED = {"text": "Seven looms came.", "title": "Seven looms", "image": ""} | {
    f"comments-{name}": value
    for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", "")]
}


@pytest.fixture
def imported(organization, draft, officer):
    """A draft of a trusted organization, made from its site."""
    trust(organization)
    mark_imported(draft)
    return draft


@pytest.fixture
def officers(client, imported, organization, officer):
    sign_in(client, officer)
    trust(organization, client)
    return client


def waits(page):
    return not Page.objects.get(pk=page.pk).live and Submission.objects.get(page=page.pk).is_waiting


def test_its_list_sends_it_to_an_editor(officers, imported):
    officers.post(reverse("workspace:submit", args=[imported.pk]))
    assert waits(imported)


def test_its_form_sends_it_to_an_editor_and_says_so(officers, imported):
    form = reverse("workspace:edit-update", args=[imported.pk])
    html = officers.get(form).content.decode()
    assert "public as soon as you send it" not in html and "An editor will answer before" in html
    officers.post(form, {"text": "Seven looms came, all new.", "language": "en", "action": "send"})
    assert waits(imported) and Page.objects.get(pk=imported.pk).specific.text == "Seven looms came, all new."


@pytest.mark.parametrize("way", ["action-send-for-review", "action-submit"])
def test_wagtails_editor_sends_it_to_an_editor(way, officers, imported):
    officers.post(reverse("wagtailadmin_pages:edit", args=[imported.pk]), TYPED | {way: "1"})
    assert waits(imported)


def test_the_questions_on_pictures_send_it_to_an_editor(officers, imported):
    officers.post(reverse("workspace:pictures", args=[imported.pk]), {"action": "send"})
    assert waits(imported)


def test_its_hour_does_not_make_it_public(officers, imported, officer, clock):
    imported.go_live_at = timezone.now() + timedelta(days=1)
    imported.save_revision(user=officer)
    submit(imported, officer)
    clock.shift(timedelta(days=1, minutes=1))
    call_command("publish_scheduled")
    assert waits(imported)


def test_a_copy_of_it_waits_too(officers, imported):
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": imported.get_parent().pk}
    officers.post(reverse("wagtailadmin_pages:copy", args=[imported.pk]), form)
    copy = Page.objects.get(title="Copied")
    officers.post(reverse("workspace:submit", args=[copy.pk]))
    assert waits(copy)


def test_a_translation_of_it_waits_too(officers, imported, officer):
    officers.post(reverse("workspace:translate", args=[imported.pk]))
    translation = imported.get_translation(Locale.objects.get(language_code="km"))
    officers.post(reverse("workspace:submit", args=[translation.pk]))
    assert waits(translation)


def test_once_an_editor_approved_it_its_organization_is_trusted_with_it(imported, officer, editor):
    submission = submit(imported, officer)
    mark_checked(submission)
    approve(submission, editor)
    assert Page.objects.get(pk=imported.pk).live
    imported.refresh_from_db()
    imported.text = "Eight looms came."
    imported.save_revision(user=officer)
    assert submit(imported, officer).is_by_trust


def test_another_page_of_it_is_public_at_once(imported, organization, officer, make_page):
    assert submit(make_page("update", organization, owner=officer), officer).is_by_trust
    assert ImportedContent.objects.count() == 1
