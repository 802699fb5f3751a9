"""Lists of boards, of their threads and of a thread's posts, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.models import CatalogEntry
from discussions.models import Block, Board, IncomingMail, Post, Thread
from discussions.rules.pages import POSTS_A_PAGE, page_of
from discussions.rules.permissions import Visitor, readable_boards
from discussions.rules.writing import OPEN_AFTER_EVENT
from orgs.permissions import is_editor

THREADS_A_PAGE = 20


class ThreadList(StrEnum):
    """The lists of a board's threads; the values stand in addresses."""

    NEWEST = ""
    UNANSWERED = "unanswered"
    CLOSED = "closed"


@dataclass(frozen=True)
class BoardRow:
    """A board in a list, with its number of threads and the time of its newest post."""

    board: Board
    threads: int
    newest: dt.datetime | None


@dataclass(frozen=True)
class ThreadRow:
    """A thread in a list, with its first public post."""

    thread: Thread
    opening: Post | None


def board_rows(visitor: Visitor) -> list[BoardRow]:
    """Return the boards that a visitor may read, by name, each with number of threads and newest post; two queries."""
    boards = list(readable_boards(visitor).select_related("organization"))
    with_posts = Thread.objects.filter(board__in=[board.pk for board in boards], public_posts__gt=0)
    found = with_posts.order_by().values("board").annotate(threads=Count("pk"), newest=Max("last_post_at"))
    counts: dict[int, Any] = {row["board"]: row for row in found}
    none: dict[str, Any] = {"threads": 0, "newest": None}
    rows = [(board, counts.get(board.pk, none)) for board in boards]
    # By the name in the active language, which the database does not know.
    return sorted(
        (BoardRow(board, row["threads"], row["newest"]) for board, row in rows), key=lambda row: row.board.name
    )


def threads_of(board: Board, tab: ThreadList) -> QuerySet[Thread]:
    """Return a board's threads that have a public post: all, unanswered or closed ones, the newest post first."""
    threads = Thread.objects.filter(board=board, public_posts__gt=0)
    # Exists, and not a join: a thread without a page must stay in the list.
    is_over = Exists(_events_long_over().filter(pk=OuterRef("page")))
    is_closed = Q(closed_at__isnull=False) | Q(page__live=False) | is_over
    if tab == ThreadList.CLOSED:
        return threads.filter(is_closed)
    if tab == ThreadList.UNANSWERED:
        return threads.filter(public_posts=1).exclude(is_closed)
    return threads


def _events_long_over() -> QuerySet[CatalogEntry]:
    ended = CatalogEntry.objects.public().annotate(over_at=Coalesce("ends_at", "starts_at"))
    return ended.filter(over_at__lte=timezone.now() - OPEN_AFTER_EVENT)


def with_openings(threads: Any) -> list[ThreadRow]:
    """Return the threads of a queryset as rows with the first public post of each, in two queries."""
    first = Post.objects.public().filter(thread=OuterRef("pk")).order_by("number").values("pk")[:1]
    found = list(threads.select_related("board").annotate(opening=Subquery(first)))
    # In two queries: a join with the first post would need a subquery for each of its columns.
    openings = Post.objects.select_related("organization").in_bulk([thread.opening for thread in found])  # type: ignore[attr-defined]
    return [ThreadRow(thread, openings.get(thread.opening)) for thread in found]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PostRow:
    """A post on a page, and what it is to the visitor: her own, or by somebody whom she does not want to see.

    `has_cut_text` says that it is her own, and that she can put back what was cut from her mail.
    """

    post: Post
    is_own: bool
    is_folded: bool
    has_cut_text: bool


def visible_posts(thread: Thread, visitor: Visitor) -> QuerySet[Post]:
    """Return the posts of a thread that a visitor may see: public, own; all for an editor. The board is not checked."""
    posts = Post.objects.filter(thread=thread)
    if is_editor(visitor.user):
        return posts
    public = Q(state=Post.State.PUBLIC)
    # `Q(participant=None)` would show a stranger every post without an author.
    return posts.filter(public | Q(participant=visitor.participant) if visitor.participant else public)


def last_page(thread: Thread, visitor: Visitor) -> int:
    """Return the number of a thread's last page that has a post which the visitor may read; one query."""
    return page_of(visible_posts(thread, visitor).aggregate(last=Max("number"))["last"] or 1)


def post_rows(thread: Thread, visitor: Visitor, page: int) -> list[PostRow]:
    """Return the posts on one page of a thread that a visitor may read, each with marks: own, blocked, cut text."""
    numbers = ((page - 1) * POSTS_A_PAGE + 1, page * POSTS_A_PAGE)
    posts = visible_posts(thread, visitor).filter(number__range=numbers).select_related("organization")
    if visitor.participant is None:
        return [PostRow(post, is_own=False, is_folded=False, has_cut_text=False) for post in posts]
    own = visitor.participant.pk
    # By name as well: a block holds for the name that she read (models.Block).
    blocked = set(Block.objects.filter(participant=own).values_list("blocked", "name"))
    cut = Exists(mails_with_cut_text(own).filter(post=OuterRef("pk")))
    return [
        PostRow(post, post.participant_id == own, (post.participant_id, post.name) in blocked, post.has_cut_text)  # type: ignore[attr-defined]
        for post in posts.annotate(has_cut_text=cut)
    ]


def mails_with_cut_text(participant: int) -> QuerySet[IncomingMail]:
    """Return incoming mails of a participant's public or waiting posts from which text was cut."""
    open_states = (Post.State.PUBLIC, Post.State.WAITING)
    return IncomingMail.objects.filter(post__participant=participant, post__state__in=open_states).exclude(cut="")
