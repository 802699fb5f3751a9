"""The same form arrives twice: two taps, or a repeat after an answer that was lost. One piece comes of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from blog.models import UpdatePage
from moderation.models import Submission
from moderation.services import approve, take_back
from tests.accounts.sign_in_helpers import trust
from tests.workspace.conftest import photo
from tests.workspace.test_update_form import POST, SHOWN, TEXT, filled

HOME = reverse("workspace:home")


@pytest.fixture
def once():
    """A filled form that arrives again and again."""
    token = str(uuid4())
    return lambda action="send", **fields: filled(action, token=token, **fields)


def sent_again(client, data):
    return client.post(POST, data, follow=True).content.decode()


def test_every_empty_form_has_a_token_of_its_own(officers):
    tokens = {officers.get(POST).context["form"]["token"].value() for _time in range(2)}
    assert len(tokens) == 2 and None not in tokens


def test_two_taps_make_one_page(officers, once):
    for _time in range(2):
        assert "Sent for review" in sent_again(officers, once(file=photo(), **SHOWN))
    assert (UpdatePage.objects.count(), Submission.objects.count()) == (1, 1)


def test_two_taps_on_an_edited_draft_send_it_once(officers, draft):
    url = reverse("workspace:edit-update", args=[draft.pk])
    for _time in range(2):
        answer = officers.post(url, filled(file=photo(), **SHOWN), follow=True).content.decode()
        assert "Sent for review" in answer and 'class="alert bad-news"' not in answer
    assert Submission.objects.count() == 1


def test_two_taps_in_a_trusted_organization_publish_once(officers, organization, editor, once):
    trust(organization, officers)
    for _time in range(2):
        assert "It is published" in sent_again(officers, once())
    page = UpdatePage.objects.get()
    assert page.live and not page.has_unpublished_changes


def test_a_draft_that_is_kept_twice_is_one(officers, once):
    officers.post(POST, once("draft"))
    officers.post(POST, once("draft", text="Seven looms came."))
    assert UpdatePage.objects.get().get_latest_revision_as_object().text == "Seven looms came."


def test_other_words_in_a_form_that_was_sent_are_asked_about(officers, once):
    officers.post(POST, once())
    response = officers.post(POST, once(text="Another text."))
    assert "tap again" in response.content.decode() and "Another text." in response.content.decode()
    fresh = response.context["form"]["token"].value()
    assert UpdatePage.objects.count() == 1
    officers.post(POST, filled(text="Another text.", token=fresh))
    assert Submission.objects.count() == 2


def test_what_was_taken_back_is_sent_again_as_the_same_page(officers, officer, once):
    officers.post(POST, once())
    take_back(Submission.objects.get(), officer)
    officers.post(POST, once(text="Seven looms came."))
    assert UpdatePage.objects.count() == 1
    assert Submission.objects.waiting().get().revision.as_object().text == "Seven looms came."


def test_a_repeat_after_it_was_published_says_so(officers, editor, once):
    officers.post(POST, once())
    approve(Submission.objects.get(), editor)
    assert "Sent for review" in sent_again(officers, once())
    assert not UpdatePage.objects.get().has_unpublished_changes


def test_another_language_moves_a_draft_that_was_never_sent(officers, once):
    officers.post(POST, once("draft"))
    officers.post(POST, once(language="km"))
    page = UpdatePage.objects.get()
    assert page.locale.language_code == "km"
    assert Submission.objects.get().page_id == page.pk


def test_a_token_reaches_no_page_of_others(officers, stranger, once, draft):
    officers.post(POST, once("draft"))
    stranger.post(POST, once("draft", text="Theirs."))
    assert UpdatePage.objects.filter(text=TEXT).exists()
    # Nor does it make a page the translation of another whose key is known.
    stranger.post(POST, filled("draft", token=str(draft.translation_key), language="km"))
    assert draft.get_translations().count() == 0


@pytest.mark.parametrize("token", ["", "no uuid", "a\x00b"])
def test_a_form_without_a_good_token_still_works(officers, token):
    officers.post(POST, filled(token=token))
    assert Submission.objects.count() == 1
