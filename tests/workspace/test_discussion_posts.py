"""The editors' page of a post: hide it, block its author, see who she is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from discussions.models import Participant, Post
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.queries import queries_of

WHY = "It insults people."


@pytest.fixture
def author(portal):
    return make_participant()


@pytest.fixture
def post(author):
    return make_post(make_thread(make_board(), author), author, "You are all fools.")


def page(post):
    return reverse("workspace:post", args=[post.pk])


def state(post):
    return Post.objects.get(pk=post.pk).state


def test_an_editor_hides_a_post_with_a_reason(sign_in, editor, post):
    client = sign_in(editor)
    assert "You are all fools." in client.get(page(post)).content.decode()
    refused = client.post(page(post), {"action": "hide", "reason": ""})
    assert refused.status_code == 200 and state(post) == "public"
    hidden = client.post(page(post), {"action": "hide", "reason": WHY}, follow=True)

    assert state(post) == "hidden" and WHY in hidden.content.decode()
    again = client.post(page(post), {"action": "hide", "reason": WHY})
    assert again.status_code == 200, "what is hidden cannot be hidden: the action is not offered"


def test_an_editor_blocks_and_unblocks_an_author(sign_in, editor, post, author):
    client = sign_in(editor)
    client.post(page(post), {"action": "block", "reason": WHY})
    assert Participant.objects.get(pk=author.pk).state == "blocked"
    client.post(page(post), {"action": "unblock", "reason": ""})

    assert Participant.objects.get(pk=author.pk).state == "active"


def test_an_administrator_sees_the_address_on_that_answer_alone(sign_in, administrator, post, author):
    client = sign_in(administrator)
    assert author.email not in client.get(page(post)).content.decode()
    shown = client.post(page(post), {"action": "reveal", "reason": "A court asks."})

    assert author.email in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert author.email not in client.get(page(post)).content.decode()


def test_an_editor_is_not_offered_the_address(sign_in, editor, post, author):
    client = sign_in(editor)
    answer = client.post(page(post), {"action": "reveal", "reason": WHY})

    assert author.email not in answer.content.decode()


def test_an_editor_decides_nothing_on_her_own_post(sign_in, editor, post, author):
    author.user = editor
    author.save()
    answer = sign_in(editor).post(page(post), {"action": "hide", "reason": WHY})

    assert answer.status_code == 200 and state(post) == "public"


@pytest.mark.parametrize("role", ["officer", "manager"])
def test_members_do_not_reach_it(sign_in, request, post, role):
    assert sign_in(request.getfixturevalue(role)).get(page(post)).status_code == 404


def test_its_queries_are_few(sign_in, editor, post):
    assert len(queries_of(sign_in(editor), page(post))) <= 12
