"""Lock rows of discussions until the transaction ends, always in one order, so that nobody waits for ever.

The order: mails that came in and texts that wait for their author's yes; the board; threads, by their ids;
participants; then whatever belongs to them (posts, requests to take part, matters). A service that changes a
participant and a thread locks the thread first, also where it begins with the participant.

The locks let others write rows that refer to the locked one (FOR NO KEY UPDATE): a foreign key is checked at the
commit, when its own transaction holds other rows already.
"""

from __future__ import annotations

from django.db.models import QuerySet

from discussions.models import AskedPost, Board, Participant, Post, Thread


def locked_board(pk: int) -> Board:
    """Return a board by id, with its organization, locked. Raises Board.DoesNotExist."""
    # of self: the organization is joined, and must not be locked: all its boards would wait.
    boards = Board.objects.select_for_update(of=("self",), no_key=True)
    return boards.select_related("organization").get(pk=pk)


def locked_thread(pk: int) -> Thread:
    """Return a thread by id, with its board and organization, locked. Raises Thread.DoesNotExist."""
    return _threads().select_related("board__organization").get(pk=pk)


def lock_place(board: Board, thread: Thread | None) -> None:
    """Lock the thread in which a post is to be written or, for a new thread, its board. Raises DoesNotExist."""
    if thread is None:
        locked_board(board.pk)
    else:
        locked_thread(thread.pk)


def lock_thread_of(post: int | None) -> bool:
    """Lock the thread of a post, by id, and return whether there is one."""
    return post is not None and _threads().filter(posts=post).only("pk").first() is not None


def lock_all_of(participant: Participant) -> None:
    """Lock a participant, her mailed texts that wait for her to confirm them, and all threads in which she wrote."""
    list(AskedPost.objects.select_for_update().filter(participant=participant).order_by("pk").values_list("pk"))
    hers = Post.objects.filter(participant=participant).values("thread")
    # By ids: two who leave at one moment lock the threads that both wrote in in the same order.
    list(_threads().filter(pk__in=hers).order_by("pk").values_list("pk"))
    locked_participant(participant.pk)


def locked_participant(pk: int) -> Participant | None:
    """Return a participant by id, locked; None if she has left."""
    return Participant.objects.select_for_update(no_key=True).filter(pk=pk).first()


def _threads() -> QuerySet[Thread]:
    return Thread.objects.select_for_update(of=("self",), no_key=True)
