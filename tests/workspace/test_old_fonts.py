"""Khmer of old fonts in forms: named, offered in Unicode, taken with one tap."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assets.models import Image
from blog.models import UpdatePage
from moderation.models import ProfileChange, Submission
from tests.khmer.limon_writer import limon
from tests.workspace.conftest import photo

KHMER = "អង្គការនារីដើម្បីសន្តិភាព បានបើកវគ្គបណ្ដុះបណ្ដាលដល់ស្ត្រី ៤៥ នាក់ នៅខេត្តសៀមរាប។"
LIMON = limon(KHMER)
ABC = "c,ab´sþIBIkargar nigkarsikSarbs´nak´RKÜsar"
UPDATE, EVENT = reverse("workspace:new-update"), reverse("workspace:new-event")
NAMED = "This is Khmer for an old font: readers see Latin letters."
WHEN = {"starts_at_0": "05/12/2026", "starts_at_1": "08:30", "ends_at_0": "05/12/2026", "ends_at_1": "11:00"}
FORMS = {
    "update": (UPDATE, "text", {}),
    "picture of an update": (UPDATE, "alt_text", {"text": "យើងត្បាញ។", "people": "nobody"}),
    "title of an event": (EVENT, "title", {}),
    "place of an event": (EVENT, "venue", {"title": "ប្រជុំ"}),
}


def shown(response):
    return response.content.decode().replace("\u200b", "").replace("\xa0", " ")


@pytest.mark.parametrize("name", FORMS)
def test_it_is_named_and_offered_before_it_is_sent(officers, name):
    address, field, others = FORMS[name]
    files = {"file": photo()} if field == "alt_text" else {}
    data = {"language": "km", "action": "send", field: LIMON} | others | files
    content = shown(officers.post(address, data))
    assert NAMED in content
    assert KHMER in content
    assert 'value="convert"' in content
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", FORMS)
def test_one_tap_puts_unicode_into_the_box_and_sends_nothing(officers, name):
    address, field, others = FORMS[name]
    response = officers.post(address, {"language": "km", "action": "convert", field: LIMON} | others)
    form = response.context["form"]
    assert form[field].value() == KHMER
    assert {key: form[key].value() for key in others} == others
    assert form.old_font_offers == []
    assert "It is Khmer Unicode now." in shown(response)
    assert not UpdatePage.objects.exists()


def test_what_was_converted_is_sent_as_it_then_stands(officers):
    converted = officers.post(UPDATE, {"language": "km", "action": "convert", "text": LIMON}).context["form"]
    officers.post(UPDATE, {"language": "km", "action": "send", "text": converted["text"].value()})
    assert Submission.objects.get().revision.as_object().text == KHMER


def test_who_says_that_it_is_none_is_believed(officers):
    officers.post(UPDATE, {"language": "km", "action": "send", "text": LIMON, "keep_letters": "on"})
    assert Submission.objects.get().revision.as_object().text == LIMON


def test_a_draft_is_kept_and_offers_unicode_when_it_is_opened(officers):
    for action in ("draft", "autosave"):
        officers.post(UPDATE, {"language": "km", "action": action, "text": LIMON})
    page = UpdatePage.objects.first()
    assert page.text == LIMON
    content = shown(officers.get(reverse("workspace:edit-update", args=[page.pk])))
    assert KHMER in content
    assert 'name="keep_letters"' in content


def test_a_photo_stays_with_the_form(officers):
    data = {"language": "km", "action": "convert", "text": LIMON, "file": photo(), "people": "nobody"}
    content = officers.post(UPDATE, data).content.decode()
    assert f'name="photo" value="{Image.objects.get().pk}"' in content


def test_another_make_is_named_and_not_guessed(officers):
    content = shown(officers.post(UPDATE, {"language": "km", "action": "send", "text": ABC}))
    assert NAMED in content
    assert "ABC, Baidok" in content
    assert 'value="convert"' not in content


@pytest.mark.parametrize(
    "text", ["The women of Prey Kabas weave for UNICEF.", KHMER, "PowerPoint and YouTube: ISO 9001"]
)
def test_other_texts_are_asked_nothing(officers, text):
    content = shown(officers.post(UPDATE, {"language": "en", "action": "check", "text": text}, follow=True))
    assert "keep_letters" not in content
    assert "keep_letters" not in shown(officers.get(UPDATE))
    officers.post(UPDATE, {"language": "en", "action": "send", "text": text})
    assert Submission.objects.exists()


def test_an_organization_says_what_it_is_in_unicode(sign_in, manager, organization):
    managers, address = sign_in(manager), reverse("workspace:profile")
    data = {
        "name_en": organization.name_en,
        "name_km": organization.name_km,
        "colour": "#0a6e4b",
        "description_km": LIMON,
    }
    content = shown(managers.post(address, data))
    assert NAMED in content
    assert KHMER in content
    assert not ProfileChange.objects.exists()
    form = managers.post(address, data | {"action": "convert"}).context["form"]
    assert form["description_km"].value() == KHMER
    managers.post(address, data | {"keep_letters": "on"})
    assert ProfileChange.objects.get().after["description_km"] == LIMON
