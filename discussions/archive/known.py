"""Find the posts that a board already has, by the Message-IDs of the mails that brought them or that we sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from discussions.addresses import read_message_id
from discussions.models import Board, Post


@dataclass(frozen=True)
class KnownPost:
    """A post that the board has: its id, and that of its thread."""

    pk: int
    thread: int


class KnownPosts:
    """All posts of a board by their Message-IDs, read once."""

    def __init__(self, board: Board) -> None:
        # A thread that its author never confirms is deleted: nothing may join it.
        posts = Post.objects.filter(thread__board=board).exclude(state=Post.State.UNCONFIRMED)
        rows = posts.values_list("pk", "thread_id", "message_id")
        self._by_pk: dict[int, KnownPost] = {}
        self._by_message_id: dict[str, KnownPost] = {}
        for pk, thread, message_id in rows.iterator():
            self._by_pk[pk] = KnownPost(pk, thread)
            if message_id:
                self._by_message_id[message_id] = self._by_pk[pk]

    def find(self, message_id: str) -> KnownPost | None:
        """Return the board's post that came with, or was mailed under, this Message-ID; None when there is none."""
        found = self._by_message_id.get(message_id)
        number = read_message_id(message_id) if found is None else None
        return found if number is None else self._by_pk.get(number)


def texts_of(posts: Iterable[KnownPost]) -> list[str]:
    """Return the texts of these stored posts, in one query, in no particular order."""
    return list(Post.objects.filter(pk__in=[post.pk for post in posts]).values_list("text", flat=True))
