"""Somebody in danger writes; readers report and authors appeal, on the pages."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from discussions.models import Post
from discussions.services.deciding import hide_post
from discussions.services.posting import Written, add_post
from moderation.models import Matter
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DANGER = "My husband beats me every night. I live in Takeo."
STRANGER = {"text": DANGER, "name": "Chan", "email": "chan@example.org", "agrees": "on"}


@pytest.fixture
def thread(portal):
    return make_thread(make_board(), make_participant())


@pytest.fixture
def line(make_page, organization, drain):
    known = {"organization": organization, "kind": "urgent", "phone": "1288", "is_always_open": True}
    page = make_page("help", live=True, title="The line for women", is_nationwide=True, **known)
    drain()
    return page


def test_who_writes_of_danger_sees_whom_to_call_at_once_and_stands_first(thread, line):
    chan = make_participant("Chan")
    hers = known_client(chan)
    page = hers.post(f"{thread.url}answer/", {"text": DANGER}, follow=True).content.decode()

    assert "The line for women" in page and "kind=urgent&amp;place=takeo" in page
    post = Post.objects.get(participant=chan)
    assert post.state == Post.State.WAITING and Matter.objects.waiting().first().object_id == post.pk
    others = Client().get(thread.url).content.decode()
    assert "The line for women" not in others and "beats me" not in others


def test_a_stranger_sees_whom_to_call_before_she_has_confirmed(client, thread, line):
    page = client.post(f"{thread.url}answer/", STRANGER, follow=True).content.decode()

    assert "The line for women" in page


def test_who_writes_of_danger_by_mail_gets_the_numbers_under_a_subject_that_says_nothing(thread, line, drain):
    chan = make_participant("Chan")
    add_post(thread, Written(chan, "Chan", DANGER, Post.Origin.MAIL, "<1@example.org>"))
    drain()

    [told] = [each for each in mail.outbox if each.to == [chan.email]]
    assert told.subject == "Your mail to Neary"
    assert "1288" in told.body and "The line for women" in told.body and "beats" not in told.body


def test_nobody_else_is_shown_help_lines(thread, line):
    hers = known_client(make_participant("Chan"))
    page = hers.post(f"{thread.url}answer/", {"text": "When does the market open?"}, follow=True)

    assert "The line for women" not in page.content.decode()


def test_each_public_post_can_be_reported_and_editors_find_their_page(thread, sign_in_editor):
    post = thread.posts.get()
    assert f"/en/report/post/{post.pk}/" in Client().get(thread.url).content.decode()
    assert f"/workspace/discussions/posts/{post.pk}/" not in Client().get(thread.url).content.decode()
    assert f"/workspace/discussions/posts/{post.pk}/" in sign_in_editor.get(thread.url).content.decode()


@pytest.fixture
def sign_in_editor(editor):
    client = Client()
    client.force_login(editor)
    return client


def test_an_author_appeals_on_the_page_of_her_post(thread, editor):
    chan = make_participant("Chan")
    post = make_post(thread, chan, "Strong words.")
    hide_post(post, editor, "It insults people.")
    hers, url = known_client(chan), f"{thread.url}{post.number}/"
    assert "It insults people." in hers.get(url).content.decode()
    refused = hers.post(url, {"act": "appeal", "appeal": " "})
    assert "error-summary" in refused.content.decode() or "Write why the post" in refused.content.decode()
    shown = hers.post(url, {"act": "appeal", "appeal": "I quoted the minister."}, follow=True).content.decode()

    post.refresh_from_db()
    assert post.appeal == "I quoted the minister." and "Another editor reads it once more" in shown
    assert 'value="appeal"' not in hers.get(url).content.decode(), "once"
    assert known_client(make_participant()).get(url).status_code == 404


def test_a_thread_with_danger_costs_a_few_queries_more_for_its_author_alone(thread, line):
    chan = make_participant("Chan")
    hers = known_client(chan)
    hers.post(f"{thread.url}answer/", {"text": DANGER})

    assert len(queries_of(Client(), thread.url)) <= 12
    assert len(queries_of(hers, thread.url)) <= 20
