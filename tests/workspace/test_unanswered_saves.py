"""Saves whose answer was lost on the line: the next save and sending go through, and nobody else's words are lost."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from blog.models import UpdatePage
from moderation.models import Submission
from tests.workspace.test_autosave import BY_SCRIPT
from tests.workspace.test_update_form import POST, filled

FIRST, SECOND = "1764410000000-a1b2c3", "1764410003000-d4e5f6"


@pytest.fixture
def typing(officers):
    """A function that saves by script, with a name for the save; it gives the response."""
    token = str(uuid4())

    def save(url=POST, action="autosave", **fields):
        return officers.post(url, filled(action, **({"token": token} | fields)), headers=BY_SCRIPT)

    return save


def newest_text() -> str:
    return UpdatePage.objects.get().get_latest_revision_as_object().text


@pytest.fixture
def seen(typing):
    """The version that a phone has got, of a draft that it saved once."""
    return typing(text="Six").json()["version"]


@pytest.mark.parametrize("action", ["autosave", "send"])
def test_what_follows_a_lost_answer_goes_through(typing, seen, action):
    typing(text="Six looms", version=seen, save=FIRST)
    typing(text="Six looms came", version=seen, save=SECOND, unanswered=FIRST)

    response = typing(action=action, text="Six looms came.", version=seen, unanswered=f"{FIRST} {SECOND}")

    assert response.status_code == 200
    assert newest_text() == "Six looms came."
    assert Submission.objects.exists() == (action == "send")


def test_an_answer_lost_while_a_preview_opens_is_no_ones_else_either(typing, seen):
    typing(action="preview", text="Six looms", version=seen, save=FIRST)
    assert typing(text="Six looms came.", version=seen, unanswered=FIRST).status_code == 200


def test_without_the_lost_name_it_was_changed_elsewhere(typing, seen):
    typing(text="Six looms", version=seen, save=FIRST)
    for unanswered in ("", SECOND, "../../etc", "x" * 5000, f"a b c d e {FIRST}"):
        assert typing(text="Late words.", version=seen, unanswered=unanswered).status_code == 409
    assert newest_text() == "Six looms"


def test_words_that_came_after_the_lost_answer_are_not_replaced(officers, typing, seen):
    typing(text="Six looms", version=seen, save=FIRST)
    page = UpdatePage.objects.get()
    officers.post(reverse("workspace:edit-update", args=[page.pk]), filled("draft", text="From the office."))
    assert typing(text="Late words.", version=seen, unanswered=FIRST).status_code == 409
    assert newest_text() == "From the office."


def test_a_name_counts_for_its_own_author_alone(typing, seen, sign_in, manager):
    typing(text="Six looms", version=seen, save=FIRST)
    page = UpdatePage.objects.get()
    url = reverse("workspace:edit-update", args=[page.pk])
    form = filled("autosave", text="Hers.", version=seen, unanswered=FIRST)
    assert sign_in(manager).post(url, form, headers=BY_SCRIPT).status_code == 409
    assert newest_text() == "Six looms"
