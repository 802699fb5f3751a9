"""Every door that saves asks which version was seen: nobody's newer words are replaced without being asked about."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from assets.models import Document
from blog.models import PublicationPage, UpdatePage
from common.refusal import Refusal
from events.models import EventPage
from help_services.models import HelpServicePage
from moderation.models import ProfileChange, Submission
from moderation.services import change_tier
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from orgs.status import set_status, status_version
from tests.assets.files import pdf_bytes
from tests.factories import make_member, make_page
from tests.moderation.test_wagtail_screens import FORM
from workspace.officer.drafts import draft_version

pytestmark = pytest.mark.django_db
COLLEAGUES, MINE = "A colleague wrote this.", "I wrote that."


@pytest.fixture
def colleague(organization):
    return make_member(organization, "manager", "colleague@example.org", first_name="Bopha")


def words(page: Any) -> str:
    page = page.__class__.objects.get(pk=page.pk).get_latest_revision_as_object()
    return str(page.text if isinstance(page, UpdatePage) else page.title)


def saved_by(user: Any, page: Any) -> None:
    page = page.__class__.objects.get(pk=page.pk).get_latest_revision_as_object()
    if isinstance(page, UpdatePage):
        page.text = COLLEAGUES
    else:
        page.title = COLLEAGUES
    page.save_revision(user=user)


def filled(page: Any, **more: str) -> dict[str, str]:
    """Return what the form of a page would send, with other words."""
    form = {"text": MINE, "title": MINE, "language": "en"}
    if isinstance(page, EventPage):
        day = f"{timezone.localdate().year + 1}-05-01"
        form |= {"kind": "meeting", "starts_at": f"{day}T09:00", "ends_at": f"{day}T10:00", "about": "Looms."}
    if isinstance(page, HelpServicePage):
        form |= {"kind": "law", "phone": "012 000 101", "is_always_open": "on"}
    if isinstance(page, PublicationPage):
        file = ContentFile(pdf_bytes(), name="report.pdf")
        kept = Document.objects.create(title="Report", file=file, collection=page.organization.collection)
        form |= {"document": str(kept.pk)}
    return form | more


@pytest.mark.parametrize("action", ["draft", "send", "check", "autosave"])
@pytest.mark.parametrize("kind", [kind.name for kind in page_kinds().short_forms])
def test_no_short_form_replaces_newer_words_unasked(kind, action, officers, officer, colleague, organization):
    page = make_page(kind, organization, owner=officer)
    url = reverse(f"workspace:edit-{kind}", args=[page.pk])
    version = officers.get(url).context["version"]
    saved_by(colleague, page)
    response = officers.post(url, filled(page, version=version, action=action))
    assert words(page) == COLLEAGUES
    assert not Submission.objects.exists()
    if action == "autosave":
        assert response.status_code == 409
        return
    content = response.content.decode()
    assert "Bopha has saved a newer version" in content and MINE in content
    # The form still names what it saw: the next pause in her typing saves nothing over it either.
    assert response.context["version"] == version
    newest = response.context["newer"]["version"]
    officers.post(url, filled(page, version=version, action=action, replace=newest))
    assert words(page) == MINE


def test_a_yes_holds_for_the_words_that_she_was_told_of(officers, officer, colleague, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    version = officers.get(url).context["version"]
    saved_by(colleague, draft)
    first = officers.post(url, filled(draft, version=version, action="draft")).context["newer"]["version"]
    saved_by(colleague, draft)
    officers.post(url, filled(draft, version=version, action="draft", replace=first))
    assert words(draft) == COLLEAGUES


def test_a_form_with_another_fault_keeps_the_version_that_it_saw(officers, officer, colleague, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    version = officers.get(url).context["version"]
    saved_by(colleague, draft)
    response = officers.post(url, filled(draft, text="", version=version, action="draft"))
    assert response.context["version"] == version
    officers.post(url, filled(draft, version=response.context["version"], action="draft"))
    assert words(draft) == COLLEAGUES


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_form_from_before_replaces_nobody_elses_words(language, officers, colleague):
    """She goes back in her browser to the form of a new page, which a colleague has changed since."""
    token = str(uuid4())
    new = reverse("workspace:new-update")
    officers.post(new, {"text": "First.", "language": "en", "action": "draft", "token": token})
    page = UpdatePage.objects.get()
    saved_by(colleague, page)
    officers.post(new, {"text": MINE, "language": language, "action": "draft", "token": token})
    assert words(UpdatePage.objects.get()) == COLLEAGUES


def test_her_own_words_are_hers_to_replace(officers, officer, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    officers.post(url, filled(draft, version=officers.get(url).context["version"], action="draft"))
    assert words(draft) == MINE


# The full editor


def full(page: Any, **more: str) -> dict[str, str]:
    return FORM | {"text": MINE, "title": page.title} | more


@pytest.mark.parametrize("action", ["", "action-send-for-review", "action-submit"])
@pytest.mark.parametrize("how", ["loaded", "overwritten in place", "autosaved"])
def test_the_full_editor_asks_before_it_replaces(how, action, officers, officer, colleague, draft):
    if how == "overwritten in place":
        saved_by(colleague, draft)
        draft.refresh_from_db()
    seen = {"loaded_revision_id": str(draft.latest_revision_id), "loaded_revision_created_at": draft_version(draft)}
    if how == "autosaved":
        seen["overwrite_revision_id"] = str(draft.latest_revision_id)
    if how == "overwritten in place":
        draft.get_latest_revision_as_object().save_revision(user=colleague, overwrite_revision=draft.latest_revision)
    else:
        saved_by(colleague, draft)
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = full(draft, **seen) | ({action: "1"} if action else {})
    response = officers.post(url, form)
    content = response.content.decode()
    assert response.status_code == 409 and MINE in content and words(draft) == COLLEAGUES
    assert not Submission.objects.exists()
    kept = {box["name"]: box["value"] for box in BeautifulSoup(content, "html.parser").select("input[type=hidden]")}
    kept.pop("csrfmiddlewaretoken", None)
    assert kept == {name: value for name, value in form.items() if name != "overwrite_revision_id"}
    assert officers.post(url, kept | {"replace": draft_version(draft)}).status_code == 409
    officers.post(url, kept | {"replace": response.context["version"]})
    assert words(draft) == MINE
    assert Submission.objects.exists() == bool(action)


def test_the_full_editor_saves_what_it_saw(officers, draft):
    seen = {"loaded_revision_id": str(draft.latest_revision_id), "loaded_revision_created_at": draft_version(draft)}
    officers.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), full(draft, **seen))
    assert words(draft) == MINE


# What an organization says of itself, and what editors set


def profile_form(organization: Any, **more: str) -> dict[str, Any]:
    names = ("name_en", "name_km", "description_en", "description_km", "email", "phone", "website", "colour")
    return {name: getattr(organization, name) for name in names} | more


@pytest.mark.parametrize("names_its_version", [True, False])
def test_a_profile_is_not_replaced_unasked(names_its_version, sign_in, manager, colleague, organization):
    address = reverse("workspace:profile")
    mine, others = sign_in(manager), sign_in(colleague)
    version = mine.get(address).context["version"] if names_its_version else ""
    others.post(
        address, profile_form(organization, phone="012 000 001", version=others.get(address).context["version"])
    )
    response = mine.post(address, profile_form(organization, phone="012 000 002", version=version))
    assert "Bopha has changed it meanwhile" in response.content.decode()
    assert ProfileChange.objects.get().after["phone"] == "012 000 001"
    form = profile_form(organization, phone="012 000 002", version=version, replace=response.context["newer"])
    mine.post(address, form)
    assert ProfileChange.objects.get().after["phone"] == "012 000 002"


def test_a_tier_and_a_standing_are_not_replaced_unseen(editor, administrator, organization):
    reason = "A good record."
    change_tier(organization, administrator, "verified", reason, seen="new")
    with pytest.raises(Refusal) as refused:
        change_tier(organization, editor, "trusted", reason, seen="new")
    assert refused.value.code == "edited_elsewhere"
    seen = status_version(organization)
    set_status(organization, status="suspended", is_hidden=True, by=administrator, reason=reason, seen=seen)
    with pytest.raises(Refusal) as refused:
        set_status(organization, status="active", is_hidden=False, by=editor, reason=reason, seen=seen)
    assert refused.value.code == "edited_elsewhere"
    assert Organization.objects.get(pk=organization.pk).status == "suspended"


def test_the_desks_forms_name_what_they_saw(editors, organization):
    for name in ("tier", "manage-organization"):
        content = editors.get(reverse(f"workspace:{name}", args=[organization.slug])).content.decode()
        assert 'name="seen"' in content
