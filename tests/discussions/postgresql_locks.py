"""The order of locked rows in discussions: only PostgreSQL locks rows, so the services' run asks for these tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from common.refusal import Refusal
from discussions.locks import lock_thread_of
from discussions.models import AskedPost, IncomingMail, Participant, Post, Thread
from discussions.rules.review import POSTS_UNTIL_TRUSTED
from discussions.services.deciding import hide_post
from discussions.services.joining import confirm, request_to_join
from discussions.services.leaving import leave
from discussions.services.mail_in.asking import confirm_asked
from discussions.services.posting import Written, add_post
from discussions.services.writing import NewPost, write_post
from tests.discussions.factories import make_board, make_participant, make_post, make_thread

pytestmark = pytest.mark.django_db(transaction=True)

# In one order, a round that meets the other way round is a matter of luck.
ROUNDS = 6


def at_once(*actions: Callable[[], Any]) -> list[str]:
    """Run all actions in threads that start together; give the errors of the database, which chose one to end."""
    barrier, failed = threading.Barrier(len(actions)), []

    def run(action: Callable[[], Any]) -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            action()
        except Refusal:
            pass
        except OperationalError as error:
            failed.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return failed


@pytest.fixture
def thread(portal: Any) -> Thread:
    return make_thread(make_board(), make_participant())


def to_confirm(thread: Thread, author: Participant) -> Callable[[], Any]:
    post = add_post(thread, Written(author, author.name, "Mine.", is_confirmed=False))
    asked = request_to_join(author, "10.0.0.1", "en", post=post)
    return lambda: confirm(asked)


def to_write(thread: Thread, author: Participant) -> Callable[[], Any]:
    Participant.objects.filter(pk=author.pk).update(rules_read_at=None)
    author.refresh_from_db()
    return lambda: write_post(NewPost(thread.board, "Mine.", author.name, thread=thread), author)


def to_say_yes(thread: Thread, author: Participant) -> Callable[[], Any]:
    Participant.objects.filter(pk=author.pk).update(rules_read_at=None)
    mail = IncomingMail.objects.create(digest=f"{author.pk}", recipient="gender@lists.test")
    fields = {"board": thread.board, "thread": thread, "text": "Mine.", "message_id": f"<{author.pk}@phone.test>"}
    asked = AskedPost.objects.create(mail=mail, participant=author, why="rules", **fields)
    return lambda: confirm_asked(asked)


def to_leave(thread: Thread, author: Participant) -> Callable[[], Any]:
    return lambda: leave(author, with_posts=True)


@pytest.mark.parametrize("prepare", [to_confirm, to_write, to_say_yes, to_leave])
def test_an_author_and_an_editor_never_wait_for_each_other(thread, editor, prepare):
    """Whatever an author does changes her row and a thread; an editor hides another post of hers there meanwhile."""
    for number in range(ROUNDS):
        author = make_participant(f"Author {number}")
        # With three public posts her next one is published at once, which locks its thread.
        posts = [make_post(thread, author) for _ in range(POSTS_UNTIL_TRUSTED)]
        public = Post.objects.select_related("thread__board__organization", "participant").get(pk=posts[0].pk)
        assert at_once(prepare(thread, author), lambda post=public: hide_post(post, editor, "Not kind.")) == []


def test_two_people_who_leave_take_their_threads_in_one_order(portal):
    board = make_board()
    for number in range(ROUNDS):
        one, two = make_participant(f"One {number}"), make_participant(f"Two {number}")
        first, second = make_thread(board, one), make_thread(board, two)
        make_post(first, two), make_post(second, one)
        assert at_once(lambda p=one: leave(p, with_posts=True), lambda p=two: leave(p, with_posts=True)) == []


def test_the_thread_of_a_post_alone_is_locked(thread):
    post = thread.posts.get().pk
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert lock_thread_of(post)
    assert 'FOR NO KEY UPDATE OF "discussions_thread"' in captured[-1]["sql"]
