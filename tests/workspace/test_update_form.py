"""Posting an update: what is kept, what is sent, what is refused and why."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets.models import Image
from blog.models import UpdatePage
from moderation.models import Submission
from moderation.services import approve, submit
from orgs.models import Organization
from orgs.services import set_membership
from tests.workspace.conftest import photo
from vocabulary.models import Place, Topic

POST = reverse("workspace:new-update")
TEXT = "Six new looms came to our house. Six more women weave from next week."
SHOWN = {"alt_text": "A woman weaves.", "people": "agreed"}


def filled(action="send", **fields):
    return {"text": TEXT, "language": "en", "action": action} | fields


def test_a_text_is_sent_for_review(officers, officer, organization):
    response = officers.post(POST, filled(), follow=True)
    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.organization) == (officer, organization)
    page = submission.page.specific
    assert not page.live
    assert page.text == TEXT
    assert page.title == "Six new looms came to our house"
    assert page.owner == officer
    assert "Sent for review" in response.content.decode()


def test_khmer_goes_into_the_khmer_tree(officers, organization):
    text = "យើងបានទិញកីថ្មីចំនួន ៦ ដោយប្រាក់សន្សំរបស់ក្រុម។"
    officers.post(POST, filled(text=text, language="km"))
    page = UpdatePage.objects.get()
    assert page.locale.language_code == "km"
    assert page.get_parent() == organization.homes.get(locale__language_code="km").page
    assert page.slug.startswith("update-")
    assert page.text == text


def test_the_same_words_twice_get_two_addresses(officers):
    for _time in range(2):
        officers.post(POST, filled("draft"))
    assert len(set(UpdatePage.objects.values_list("slug", flat=True))) == 2


def test_a_draft_is_only_kept(officers):
    officers.post(POST, filled("draft"))
    assert UpdatePage.objects.get().text == TEXT
    assert not Submission.objects.exists()


def test_a_photo_comes_with_what_was_said_about_it(officers, officer, organization):
    topic, place = Topic.objects.first(), Place.objects.first()
    officers.post(POST, filled(file=photo(), topic=topic.slug, place=place.slug, **SHOWN))
    page = Submission.objects.get().revision.as_object()
    assert (page.image.description, page.image.consent) == ("A woman weaves.", True)
    assert (page.image.collection, page.image.uploaded_by_user) == (organization.collection, officer)
    assert list(page.topics.all()) == [topic]
    assert list(page.places.all()) == [place]


def test_a_photo_is_not_sent_without_words_for_it(officers):
    response = officers.post(POST, filled(file=photo()))
    content = response.content.decode()
    assert "Please write one phrase before you send." in content
    assert "Please choose one before you send." in content
    assert TEXT in content
    assert not UpdatePage.objects.exists()
    # The photo is kept with the form, so that nobody uploads twice.
    kept = Image.objects.get()
    assert f'name="photo" value="{kept.pk}"' in content
    officers.post(POST, filled(photo=kept.pk, **SHOWN))
    page = Submission.objects.get().revision.as_object()
    assert page.image == kept
    assert page.image.description == "A woman weaves."


def test_a_draft_may_lack_words_for_its_photo(officers):
    officers.post(POST, filled("draft", file=photo()))
    assert UpdatePage.objects.get().image is not None


def test_a_photo_can_be_removed(officers):
    officers.post(POST, filled("draft", file=photo()))
    page = UpdatePage.objects.get()
    officers.post(reverse("workspace:edit-update", args=[page.pk]), filled("draft", photo=page.image_id, remove="on"))
    assert UpdatePage.objects.get().get_latest_revision_as_object().image is None


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("loom.jpg", b"not a picture", content_type="image/jpeg"),
        SimpleUploadedFile("loom.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        SimpleUploadedFile("loom.jpg", b"", content_type="image/jpeg"),
    ],
    ids=["no picture", "svg", "empty"],
)
def test_what_is_no_picture_is_refused_and_the_text_stays(officers, upload):
    upload.seek(0)
    response = officers.post(POST, filled(file=upload, **SHOWN))
    content = response.content.decode()
    assert response.status_code == 200
    assert 'class="error"' in content
    assert TEXT in content
    assert "A woman weaves." in content
    assert not UpdatePage.objects.exists()
    assert not Image.objects.exists()


@pytest.mark.parametrize("limit", ["WAGTAILIMAGES_MAX_UPLOAD_SIZE", "WAGTAILIMAGES_MAX_IMAGE_PIXELS"])
def test_what_is_too_large_is_refused_and_the_text_stays(officers, settings, limit):
    setattr(settings, limit, 100)
    # Of JPEG so many more are read, and made fewer.
    settings.WAGTAILIMAGES_MAX_JPEG_PIXELS = 100
    content = officers.post(POST, filled(file=photo(), **SHOWN)).content.decode()
    assert 'class="error"' in content
    assert TEXT in content
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": "a" * 3001},
        {"language": "fr"},
        {"topic": "no-such"},
        {"text": "a\x00b"},
    ],
)
def test_bad_input_is_told_and_kept(officers, fields):
    response = officers.post(POST, filled(**fields))
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()
    assert not UpdatePage.objects.exists()


def test_another_organizations_photo_is_refused(officers, other_organization, make_member, sign_in):
    sign_in(make_member(other_organization, "officer")).post(POST, filled("draft", file=photo(), **SHOWN))
    theirs = Image.objects.get()
    response = officers.post(POST, filled(photo=theirs.pk, **SHOWN))
    assert response.status_code == 200
    assert "Please choose it again." in response.content.decode()
    assert "<img" not in response.content.decode()
    assert UpdatePage.objects.count() == 1


def test_editing_shows_and_saves_the_newest_draft(officers, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    assert "Six looms came. We weave." in officers.get(url).content.decode()
    officers.post(url, filled("draft", text="Seven looms came."))
    page = UpdatePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert page.text == "Seven looms came."
    assert page.title == "Six looms"


def test_a_title_made_of_the_text_follows_it(officers):
    officers.post(POST, filled("draft"))
    page = UpdatePage.objects.get()
    officers.post(reverse("workspace:edit-update", args=[page.pk]), filled("draft", text="Seven looms came."))
    assert UpdatePage.objects.get().title == "Seven looms came"


def test_editing_what_is_public_makes_a_draft(officers, officer, draft, editor):
    approve(submit(draft, officer), editor)
    officers.post(reverse("workspace:edit-update", args=[draft.pk]), filled("draft", text="Seven looms came."))
    page = UpdatePage.objects.get(pk=draft.pk)
    assert page.text == "Six looms came. We weave."
    assert page.get_latest_revision_as_object().text == "Seven looms came."


def test_several_topics_survive_the_short_form(officers, draft, officer):
    draft.topics = topics = list(Topic.objects.all()[:3])
    draft.save_revision(user=officer)
    url = reverse("workspace:edit-update", args=[draft.pk])
    officers.post(url, filled("draft", topic=topics[0].slug))
    assert list(UpdatePage.objects.get().get_latest_revision_as_object().topics.all()) == topics
    officers.post(url, filled("draft", topic=topics[2].slug))
    assert list(UpdatePage.objects.get().get_latest_revision_as_object().topics.all()) == [topics[2]]


def test_what_waits_is_not_edited(officers, waiting, draft):
    response = officers.post(
        reverse("workspace:edit-update", args=[draft.pk]), filled("draft", text="Changed meanwhile.")
    )
    content = response.content.decode()
    assert "take it back first" in content
    assert "Changed meanwhile." in content
    assert UpdatePage.objects.get(pk=draft.pk).latest_revision_id == waiting.revision_id


def test_what_cannot_be_sent_stays_a_draft(officers, officer, draft, editor):
    approve(submit(draft, officer), editor)
    response = officers.post(
        reverse("workspace:edit-update", args=[draft.pk]), filled(text="Six looms came. We weave."), follow=True
    )
    assert "Nothing has changed" in response.content.decode()


def test_a_suspended_organization_keeps_what_was_typed(officers, organization):
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    content = officers.post(POST, filled()).content.decode()
    assert "suspended" in content
    assert TEXT in content
    assert not UpdatePage.objects.exists()


def test_topic_and_province_are_remembered(officers):
    topic = Topic.objects.all()[3]
    officers.post(POST, filled("draft", topic=topic.slug, language="km"))
    content = officers.get(POST).content.decode()
    assert f'<option value="{topic.slug}" selected>' in content


def test_the_chosen_organization_gets_the_post(officers, officer, organization, other_organization):
    set_membership(officer, other_organization, "officer")
    officers.post(reverse("workspace:choose-organization"), {"organization": other_organization.slug})
    officers.post(POST, filled("draft"))
    assert UpdatePage.objects.get().organization == other_organization


def test_the_pages_own_organization_rules_when_editing(officers, officer, draft, organization, other_organization):
    set_membership(officer, other_organization, "officer")
    officers.post(reverse("workspace:choose-organization"), {"organization": other_organization.slug})
    officers.post(reverse("workspace:edit-update", args=[draft.pk]), filled("draft", file=photo(), **SHOWN))
    page = UpdatePage.objects.get().get_latest_revision_as_object()
    assert page.organization == organization
    assert page.image.collection == organization.collection


def test_only_updates_have_the_short_form(officers, make_page, organization):
    article = make_page("article", organization)
    assert officers.get(reverse("workspace:edit-update", args=[article.pk])).status_code == 404


def test_enter_saves_a_draft_and_leads_back_to_its_form(officers):
    response = officers.post(POST, filled("keep"))
    page = UpdatePage.objects.get()
    assert response.url == reverse("workspace:edit-update", args=[page.pk])
    assert not Submission.objects.exists()
    assert "Saved as a draft." in officers.get(response.url).content.decode()
