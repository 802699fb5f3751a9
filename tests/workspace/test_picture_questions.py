"""The questions about pictures, asked where a piece is sent without its form."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import Collection

from assets.models import Image
from assets.services import add_picture
from moderation.models import Submission
from tests.assets.files import picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(organization):
    return add_picture(picture_file(), title="Loom", collection=organization.collection)


@pytest.fixture
def article(make_page, organization, officer, picture):
    block = {"type": "picture", "id": "a", "value": {"image": picture.pk, "alt_text": "", "caption": ""}}
    return make_page("article", organization, owner=officer, image=picture, body=json.dumps([block]))


def address(page):
    return reverse("workspace:pictures", args=[page.pk])


def said(picture, action="send", people="agreed", words="A woman at her loom."):
    return {f"alt_text-{picture.pk}": words, f"people-{picture.pk}": people, "action": action}


def test_the_list_leads_to_the_questions_and_they_send(officers, article, picture):
    response = officers.post(reverse("workspace:submit", args=[article.pk]), follow=True)
    assert response.redirect_chain[-1][0] == address(article)
    content = response.content.decode()
    assert "Can anybody be recognised in the photo?" in content and "checked" not in content
    response = officers.post(address(article), said(picture), follow=True)
    assert "Sent for review" in response.content.decode()
    sent = Submission.objects.get().revision.as_object()
    picture.refresh_from_db()
    assert (picture.description, picture.people) == ("A woman at her loom.", "agreed")
    assert sent.body[0].value["alt_text"] == "A woman at her loom."


@pytest.mark.parametrize("lacking", [{"people": ""}, {"words": ""}])
def test_nothing_is_sent_with_half_an_answer(officers, article, picture, lacking):
    response = officers.post(address(article), said(picture, **lacking))
    assert response.status_code == 200 and "error" in response.content.decode()
    assert not Submission.objects.exists()


def test_half_an_answer_is_kept_with_a_draft(officers, article, picture):
    officers.post(address(article), said(picture, "draft", people=""))
    picture.refresh_from_db()
    assert (picture.description, picture.people) == ("A woman at her loom.", "")
    content = officers.get(address(article)).content.decode()
    assert "What does the photo show?" not in content and "Can anybody be recognised" in content


def test_a_picture_that_belongs_to_all_is_answered_for_this_page_alone(officers, make_page, organization, officer):
    shared = add_picture(picture_file(), title="Shared", collection=Collection.get_first_root_node())
    page = make_page("update", organization, owner=officer, image=shared, text="News.")
    officers.post(address(page), said(shared))
    shared.refresh_from_db()
    assert (shared.description, shared.people) == ("", "")
    sent = Submission.objects.get().revision.as_object()
    assert sent.image != shared and sent.image.collection == organization.collection
    assert (sent.image.description, sent.image.people) == ("A woman at her loom.", "agreed")


def test_what_is_answered_already_is_not_asked_or_changed(officers, article, picture):
    Image.objects.filter(pk=picture.pk).update(description="A loom", people="none")
    officers.post(address(article), said(picture, "draft"))
    picture.refresh_from_db()
    assert (picture.description, picture.people) == ("A loom", "none")


def test_others_find_no_such_page(stranger, article):
    assert stranger.get(address(article)).status_code == 404
    assert stranger.post(address(article), {}).status_code == 404


def test_nothing_is_written_into_what_waits(officers, article, picture):
    officers.post(address(article), said(picture))
    before = Submission.objects.get().page.latest_revision_id
    officers.post(address(article), said(picture, "draft", people="none"))
    assert Submission.objects.get().page.latest_revision_id == before


def test_the_full_editor_leads_to_the_questions(officers, article, picture):
    form = {"title": "Looms", "summary": "Of looms.", "image": picture.pk, "body-count": "0"}
    form |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = officers.post(url, form | {"action-send-for-review": "1"})
    assert response["Location"] == address(article)
