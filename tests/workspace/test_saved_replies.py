"""Saved replies: shared texts that editors put into the form of a decision."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import SavedReply, Submission
from workspace.desk.saved_replies.views import MOST_REPLIES

pytestmark = pytest.mark.django_db
QUEUE, REPLIES = reverse("workspace:queue"), reverse("workspace:saved-replies")
TYPED = {"name_km": "ឈ្មោះ", "name_en": "Village", "text_km": "សូម​សរសេរ​ភូមិ។", "text_en": "Name the village."}


def form_of(content):
    return content.partition('id="decide"')[2]


def test_three_come_with_the_portal(editors):
    content = editors.get(REPLIES).content.decode()
    assert SavedReply.objects.count() == 3
    assert all(each.name_en in content and each.text_km and each.text_en for each in SavedReply.objects.all())


def test_editors_write_change_and_delete_one(editors):
    assert editors.post(REPLIES, TYPED).url == REPLIES
    saved = SavedReply.objects.get(name_en="Village")
    address = reverse("workspace:saved-reply", args=[saved.pk])
    assert "Name the village." in editors.get(address).content.decode()
    refused = editors.post(address, TYPED | {"text_km": "", "text_en": "Name the village, please."}).content.decode()
    assert "Name the village, please." in refused and "This field is required." in refused
    assert editors.post(address, TYPED | {"text_en": "Name the commune."}).url == REPLIES
    saved.refresh_from_db()
    assert saved.text_in("en") == "Name the commune." and saved.text_in("km") == TYPED["text_km"]
    assert editors.post(address, {"delete": "1"}).url == REPLIES
    assert editors.get(address).status_code == 404


def test_their_number_and_their_length_are_limited(editors):
    SavedReply.objects.bulk_create(SavedReply(**TYPED) for _number in range(MOST_REPLIES - 4))
    assert editors.post(REPLIES, TYPED | {"text_en": "x" * 601}).status_code == 200
    assert editors.post(REPLIES, TYPED).status_code == 302
    assert "delete one first" in editors.post(REPLIES, TYPED).content.decode()
    assert SavedReply.objects.count() == MOST_REPLIES


def test_others_find_none(officers):
    reply = SavedReply.objects.first()
    for address in (REPLIES, reverse("workspace:saved-reply", args=[reply.pk])):
        assert officers.get(address).status_code == officers.post(address, TYPED).status_code == 404


def test_one_is_put_into_the_form_in_the_language_of_the_piece(editors, waiting):
    reply = SavedReply.objects.create(**TYPED)
    content = editors.get(QUEUE, {"open": waiting.pk, "language": "en"}).content.decode()
    assert f"?open={waiting.pk}&amp;language=en&amp;replies=1" in content and "Village" not in content
    content = form_of(editors.get(QUEUE, {"open": waiting.pk, "replies": "1"}).content.decode())
    assert f'name="reply" value="{reply.pk}"' in content and 'data-reply="Name the village."' in content
    # It is no filter: what is decided leads on without it.
    assert 'name="back" value=""' in content
    address = reverse("workspace:review", args=[waiting.pk])
    content = form_of(editors.post(address, {"reply": reply.pk}).content.decode())
    assert ">\nName the village.</textarea>" in content
    page = waiting.page
    locale = type(page.locale).objects.get(language_code="km")
    type(page).objects.filter(pk=page.pk).update(locale=locale)
    content = form_of(editors.post(address, {"reply": reply.pk}).content.decode())
    assert f">\n{TYPED['text_km']}</textarea>" in content
    assert re.search(r'value="return"[^>]* checked', content)
    waiting.refresh_from_db()
    assert waiting.state == Submission.State.WAITING


@pytest.mark.parametrize("reply", ["x", "0", "9" * 40, ""])
def test_an_unknown_one_fills_in_nothing(editors, waiting, reply):
    address = reverse("workspace:review", args=[waiting.pk])
    content = form_of(editors.post(address, {"reply": reply}).content.decode())
    assert ">\n</textarea>" in content and "aria-invalid" not in content


@pytest.mark.parametrize("button", ["replies", "reply"])
def test_what_was_typed_stays_without_scripts(editors, waiting, button):
    reply = SavedReply.objects.create(**TYPED)
    typed = {"decision": "refuse", "reason": "Which village?\n", button: reply.pk, "back": "language=en"}
    form = BeautifulSoup(editors.post(reverse("workspace:review", args=[waiting.pk]), typed).content, "html.parser")
    said = form.select_one("#decide textarea[name=reason]").text.strip()
    assert said == ("Which village?\nName the village." if button == "reply" else "Which village?")
    assert [each["value"] for each in form.select("#decide input[name=decision][checked]")] == ["refuse"]
    assert form.select_one("#decide input[name=back]")["value"] == "language=en"
    assert len(form.select("#decide [autofocus]")) == 1
    waiting.refresh_from_db()
    assert waiting.state == Submission.State.WAITING


def test_they_cost_one_query_and_only_where_they_are_asked_for(editors, waiting):
    def queries(**more):
        # What is kept in the process is read by the first of these.
        for _each in range(2):
            editors.get(QUEUE, {"open": waiting.pk} | more)
        with CaptureQueriesContext(connection) as captured:
            editors.get(QUEUE, {"open": waiting.pk} | more)
        return len(captured)

    without = queries()
    assert queries(replies="1") == without + 1
