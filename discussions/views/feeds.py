"""The newest posts of a board as an Atom feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional_response, domain, printable
from common.typed_text.characters import one_line
from discussions.models import Board, Post, Thread
from feed.formats import NAMED_SINCE, LanguageAwareAtom, path_and_query
from feed.views import ATOM
from khmer.typography import excerpt

POSTS_IN_FEED = 30
LONGEST_SHOWN = 2_000


@require_safe
def board_atom(request: HttpRequest, board: str) -> HttpResponse:
    """Serve everybody the 30 newest public posts of a public board as an Atom feed, or 304; else 404.

    A program that reads feeds has no account, so boards of members and of invited people have none.
    """
    found = get_object_or_404(Board.objects.public(), slug=board)
    posts, language = newest_posts(found), get_language() or "en"
    body = write_feed(request, found, posts)
    return conditional_response(request, body, ATOM, last_published(posts), language)


def newest_posts(board: Board) -> list[Post]:
    """Return the 30 newest public posts of a board, the newest first, with their threads; one query."""
    # They stand in the threads that were answered last, which an index gives: not all posts of the board are sorted.
    threads = Thread.objects.filter(board=board, public_posts__gt=0).values("pk")[:POSTS_IN_FEED]
    posts = Post.objects.public().filter(thread__in=threads).select_related("thread__board")
    return list(posts.order_by("-published_at", "-pk")[:POSTS_IN_FEED])


def write_feed(request: HttpRequest, board: Board, posts: list[Post]) -> bytes:
    """Return posts of a board as the bytes of an Atom feed: title, shown name and text; no mail addresses."""
    absolute = request.build_absolute_uri
    feed = LanguageAwareAtom(
        one_line(board.name),
        absolute(request.path.removesuffix("feed.atom")),
        printable(board.description),
        language=get_language() or "en",
        feed_url=absolute(request.path),
        # A tag: URI (RFC 4151) is a name alone, and stays when addresses change.
        feed_guid=f"tag:{domain()},{NAMED_SINCE}:{path_and_query(request.path)}",
        author_name="Neary",
        subtitle=printable(board.description),
    )
    for post in posts:
        feed.add_item(
            one_line(post.thread.title),
            address_of(post, absolute),
            printable(excerpt(post.text, LONGEST_SHOWN)),
            unique_id=f"tag:{domain()},{NAMED_SINCE}:post:{post.pk}",
            author_name=one_line(post.name),
            pubdate=post.published_at,
            updateddate=post.published_at,
            language=post.language,
        )
    return feed.writeString("utf-8").encode()


def address_of(post: Post, absolute: Callable[[str], str]) -> str:
    """Return the absolute address of a post on its thread's page, in the thread's language."""
    with override(post.thread.language):
        return absolute(post.url)


def last_published(posts: list[Post]) -> datetime | None:
    """Return the latest publication time of these posts; None without posts."""
    return max((post.published_at for post in posts if post.published_at), default=None)
