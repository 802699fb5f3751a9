"""Threads and posts: numbers, review, and what is counted as public."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from common.refusal import Refusal
from discussions.models import Board, Post
from discussions.outbox_events import POST_CLOSED, POST_PUBLISHED
from discussions.rules.pages import page_of
from discussions.rules.permissions import STRANGER, Visitor, can_read, can_see, can_write, readable_boards
from discussions.services.posting import Written, add_post, language_of, open_thread
from discussions.services.publishing import close_post
from outbox.models import Event
from tests.discussions.factories import make_board, make_participant, make_post, make_thread


@pytest.fixture
def board(portal):
    return make_board()


@pytest.fixture
def author(db):
    return make_participant()


def kinds():
    return list(Event.objects.filter(kind__startswith="discussions.").order_by("id").values_list("kind", flat=True))


def test_the_first_three_posts_wait_and_the_fourth_is_public_at_once(board, author):
    thread = make_thread(board, author)
    for _ in range(2):
        assert make_post(thread, author, public=False).state == Post.State.WAITING
        make_post(thread, author)
    # Four are public or wait by now, three of them public.
    post = add_post(thread, Written(author, author.name, "And more."))

    assert post.state == Post.State.PUBLIC
    thread.refresh_from_db()
    assert (thread.last_number, thread.public_posts) == (6, 4)


def test_a_board_that_is_read_before_lets_nobodys_post_pass(board, author):
    board.review = Board.Review.ALL
    board.save()
    thread = make_thread(board, author)
    for _ in range(3):
        make_post(thread, author)

    assert add_post(thread, Written(author, author.name, "More.")).state == Post.State.WAITING


def test_publication_and_closing_are_counted_and_recorded(board, author):
    thread = make_thread(board, author)
    post = make_post(thread, author)
    close_post(post, Post.State.HIDDEN)

    thread.refresh_from_db()
    assert (thread.public_posts, thread.last_number) == (1, 2)
    assert kinds() == [POST_PUBLISHED.name, POST_PUBLISHED.name, POST_CLOSED.name]


def test_threads_are_numbered_within_their_board(board, author):
    other = make_board("law")

    assert [
        make_thread(board, author).number,
        make_thread(other, author).number,
        make_thread(board, author).number,
    ] == [
        1,
        1,
        2,
    ]


@pytest.mark.parametrize("closed", ["board", "organization", "thread"])
def test_nobody_writes_where_it_is_closed(board, author, closed):
    thread = make_thread(board, author)
    if closed == "thread":
        thread.closed_at = thread.created_at
        thread.save()
    elif closed == "board":
        board.is_closed = True
        board.save()
    else:
        board.organization.status = "suspended"
        board.organization.save()

    with pytest.raises(Refusal):
        add_post(thread, Written(author, author.name, "Too late."))
    if closed != "thread":
        with pytest.raises(Refusal):
            open_thread(board, "New", Written(author, author.name, "Too late."))


def test_a_mail_makes_one_post(board, author):
    thread = make_thread(board, author)
    mailed = Written(author, author.name, "By mail.", Post.Origin.MAIL, "<1@example.org>")
    add_post(thread, mailed)

    with pytest.raises(IntegrityError), transaction.atomic():
        add_post(thread, mailed)


def test_boards_are_read_and_written_by_those_they_are_for(board, author, officer):
    members = make_board("members", who_reads="members", who_writes="members")
    invited = make_board("invited", who_reads="invited", who_writes="invited")
    hidden = make_board("hidden", is_hidden=True)
    hers = Visitor(author)
    member = Visitor(make_participant(user=officer), officer)
    invited.invitees.create(participant=author)

    assert [can_read(each, STRANGER) for each in (board, members, invited, hidden)] == [True, False, False, False]
    assert [can_write(each, hers) for each in (board, members, invited, hidden)] == [True, False, True, False]
    assert [can_write(each, member) for each in (board, members, invited, hidden)] == [True, True, False, False]
    assert set(readable_boards(hers)) == {board, invited}
    assert not can_write(board, STRANGER)


def test_a_waiting_post_is_seen_by_its_author_and_editors_alone(board, author, editor):
    post = make_post(make_thread(board, author), author, public=False)

    assert can_see(post, Visitor(author)) and can_see(post, Visitor(user=editor))
    assert not can_see(post, STRANGER) and not can_see(post, Visitor(make_participant()))


@pytest.mark.parametrize(("number", "page"), [(1, 1), (50, 1), (51, 2), (200, 4)])
def test_posts_keep_their_page(number, page):
    assert page_of(number) == page


@pytest.mark.parametrize(
    ("text", "language"), [("Hello", "en"), ("សួស្តី", "km"), ("សួស្តី everybody in the room", "en"), ("12 · 34", "en")]
)
def test_the_language_is_told_by_the_letters(text, language):
    assert language_of(text) == language


def test_a_board_that_was_saved_as_it_was_before_takes_further_threads(board, author):
    stale = Board.objects.get(pk=board.pk)
    make_thread(board, author)
    stale.name_en = "Renamed meanwhile"
    stale.save()
    assert make_thread(board, author).number == 2
