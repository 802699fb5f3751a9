"""Saving while she types: quietly, over her own draft, and never into what was sent."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision

from assets.models import Image
from blog.models import UpdatePage
from events.models import EventPage
from moderation.models import Submission
from moderation.services import approve, request_changes, submit
from tests.workspace.conftest import photo
from tests.workspace.test_update_form import POST, SHOWN, TEXT, filled

BY_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def typing(officers):
    """A form that saves itself: gives status and what it was told."""
    form = {"token": str(uuid4())}

    def save(url=POST, **fields):
        response = officers.post(url, filled("autosave", **(form | fields)), headers=BY_SCRIPT)
        told = response.json()
        form.update({name: told[name] for name in ("version", "photo") if name in told})
        return response.status_code, told

    return save


def test_saving_makes_one_draft_and_one_version(officers, typing):
    for text in ("Six", "Six new", "Six new looms"):
        status, told = typing(text=text)
        assert status == 200 and told["said"].startswith("Saved ")
    page = UpdatePage.objects.get()
    assert page.get_latest_revision_as_object().text == "Six new looms"
    assert page.draft_title == "Six new looms"
    assert Revision.page_revisions.filter(object_id=str(page.pk)).count() == 1
    assert not Submission.objects.exists()
    assert told["address"] == reverse("workspace:edit-update", args=[page.pk])


def test_sending_after_it_was_saved_sends_the_same_page(officers, typing):
    token = str(uuid4())
    typing(token=token)
    officers.post(POST, filled(token=token, text="Seven looms came."))
    assert Submission.objects.get().revision.as_object().text == "Seven looms came."
    assert UpdatePage.objects.count() == 1


def test_a_photo_is_uploaded_once(typing):
    typing(file=photo(), **SHOWN)
    status, told = typing(text="Seven looms came.", **SHOWN)
    image = Image.objects.get()
    assert (status, told["photo"]) == (200, image.pk)
    assert UpdatePage.objects.get().get_latest_revision_as_object().image == image


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Please write what is new"),
        ("\u200b\u2060", "Please write what is new"),
        ("a" * 3001, "at most 3000"),
        ("😀" * 1501, "at most 3000"),
    ],
)
def test_what_cannot_be_saved_says_so_at_once(typing, text, why):
    status, told = typing(text=text)
    assert status == 422
    assert told["said"].startswith("Not saved yet") and why in told["said"]
    assert not UpdatePage.objects.exists()


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("file", SimpleUploadedFile("clip.gif", b"GIF89a" + b"\0" * 40)),
        ("file", SimpleUploadedFile("empty.jpg", b"")),
        ("alt_text", "a" * 400),
        ("topic", "no-such-topic"),
        ("place", "no-such-place"),
        ("people", "some"),
        ("photo", "99999999"),
    ],
)
def test_a_refused_field_keeps_nothing_else_from_being_saved(typing, name, bad):
    status, told = typing(**({"text": "Seven looms came."} | {name: bad}))
    assert status == 200, told
    assert told["said"].startswith("Saved ") and "Not saved yet" in told["said"]
    assert told["refused"] == ["file" if name == "photo" else name]
    assert UpdatePage.objects.get().get_latest_revision_as_object().text == "Seven looms came."


def test_in_the_place_of_what_is_refused_stands_what_was_saved_before(typing):
    typing(text="Seven looms came.", file=photo(), **SHOWN)
    status, told = typing(text="a" * 3001, alt_text="A loom.", people="agreed", language="en")
    assert (status, told["refused"]) == (200, ["text"])
    page = UpdatePage.objects.get().get_latest_revision_as_object()
    assert (page.text, page.image.description) == ("Seven looms came.", "A loom.")


def test_a_refused_photo_leaves_the_one_that_was_there(typing):
    typing(file=photo(), **SHOWN)
    typing(file=SimpleUploadedFile("clip.gif", b"GIF89a" + b"\0" * 40), text="Seven looms came.", **SHOWN)
    assert UpdatePage.objects.get().get_latest_revision_as_object().image == Image.objects.get()


def test_an_event_keeps_its_title_though_its_hours_are_refused(typing):
    event = {"title": "Weaving", "kind": "meeting", "starts_at": "01/12/2027 09:00", "ends_at": "01/12/2027 11:00"}
    url = reverse("workspace:new-event")
    assert typing(url, **event)[0] == 200
    for hours in ({"ends_at": "never"}, {"ends_at": "30/11/2027 08:00"}, {"starts_at": "?", "ends_at": "?"}):
        status, told = typing(url, **(event | hours | {"venue": f"House {hours}"}))
        assert (status, set(told["refused"])) == (200, set(hours)), told
        page = EventPage.objects.get().get_latest_revision_as_object()
        assert page.venue == f"House {hours}" and page.ends_at > page.starts_at


def test_a_good_photo_is_kept_though_nothing_else_can_be(typing):
    status, told = typing(text="", file=photo(), **SHOWN)
    assert (status, told["photo"]) == (422, str(Image.objects.get().pk))
    assert typing(text="Seven looms came.", **SHOWN)[0] == 200
    assert UpdatePage.objects.get().get_latest_revision_as_object().image == Image.objects.get()


def test_a_good_photo_is_kept_though_somebody_else_changed_the_page(officers, typing, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    version = officers.get(url).context["version"]
    officers.post(url, filled("draft", text="From the office."))
    status, told = typing(url, version=version, file=photo(), **SHOWN)
    assert (status, told["photo"]) == (409, str(Image.objects.get().pk))


def test_line_ends_count_once_as_in_the_browser(typing):
    """A browser counts them once, and sends two characters for each."""
    status, _told = typing(text="a\r\n" * 1499 + "ab")
    assert status == 200
    assert UpdatePage.objects.get().get_latest_revision_as_object().text == "a\n" * 1499 + "ab"


def test_nothing_is_saved_into_what_waits(typing, waiting, draft):
    status, told = typing(reverse("workspace:edit-update", args=[draft.pk]), text="Changed meanwhile.")
    assert status == 409 and "take it back first" in told["said"]
    waiting.revision.refresh_from_db()
    assert waiting.revision.as_object().text == "Six looms came. We weave."


def test_a_form_that_was_sent_saves_no_more(officers, typing):
    token = str(uuid4())
    officers.post(POST, filled(token=token))
    assert typing(token=token, text="Changed meanwhile.")[0] == 409
    assert UpdatePage.objects.get().text == TEXT


def test_what_an_editor_has_seen_is_not_saved_over(typing, waiting, draft, editor):
    request_changes(waiting, editor, "Please write how many.")
    assert typing(reverse("workspace:edit-update", args=[draft.pk]), text="Seven looms.")[0] == 200
    waiting.revision.refresh_from_db()
    assert waiting.revision.as_object().text == "Six looms came. We weave."


def test_what_is_public_stays(officer, typing, draft, editor):
    approve(submit(draft, officer), editor)
    assert typing(reverse("workspace:edit-update", args=[draft.pk]), text="Seven looms.")[0] == 200
    page = UpdatePage.objects.get()
    assert page.text == page.live_revision.as_object().text == "Six looms came. We weave."


def test_what_was_changed_elsewhere_is_not_saved_over(officers, typing, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    version = officers.get(url).context["version"]
    officers.post(url, filled("draft", text="From the office."))
    status, told = typing(url, text="From the phone.", version=version)
    assert status == 409 and "changed elsewhere" in told["said"]
    assert UpdatePage.objects.get().get_latest_revision_as_object().text == "From the office."


def test_the_log_has_a_line_a_version_not_one_a_word(typing):
    for text in ("Six", "Six new", "Six new looms"):
        typing(text=text)
    assert PageLogEntry.objects.filter(action="wagtail.edit").count() == 1


def test_a_script_is_told_where_to_go_and_the_message_waits_there(officers):
    response = officers.post(POST, filled(), headers=BY_SCRIPT)
    assert response.json() == {"to": reverse("workspace:home")}
    assert "Sent for review" in officers.get(reverse("workspace:home")).content.decode()


def test_strangers_save_nothing(stranger, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    assert stranger.post(url, filled("autosave"), headers=BY_SCRIPT).status_code == 404


@pytest.mark.parametrize("door", ["account_logout", "wagtailadmin_logout"])
def test_who_signs_out_leaves_nothing_on_the_phone(officers, door):
    assert officers.post(reverse(door))["Clear-Site-Data"] == '"storage"'
    assert not officers.post(reverse("account_login"), {}).has_header("Clear-Site-Data")


def test_what_the_forms_cost(officers, typing, django_assert_max_num_queries):
    """The form is opened with every thought, and saving comes every few words."""
    typing()
    for url in (POST, reverse("workspace:new-event")):
        officers.get(url)
        with django_assert_max_num_queries(20) as cost:
            officers.get(url)
        print(f"\n{url}: {len(cost)} queries")
    with django_assert_max_num_queries(50) as cost:
        typing(text="Seven looms came.")
    print(f"saving: {len(cost)} queries")
