"""Import an archive into a board: its posts wait, and are published thread by thread at the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from discussions.archive.known import KnownPosts
from discussions.archive.reading import ArchivedMail, LeftOut, read_archive
from discussions.archive.threading import ArchivedThread, into_threads
from discussions.archive.trimming import trim_thread
from discussions.locks import locked_board, locked_thread
from discussions.matters.names import ARCHIVE
from discussions.models import Board, Post, Thread
from discussions.services.posting import language_of
from moderation.services.matters import open_matter

Progress = Callable[[str, int], None]


@dataclass
class ImportReport:
    """Counts of an import: new threads, threads of the board that mails joined, posts, and mails known before.

    With the lists of mails that were left out or are doubtful.
    """

    threads: int = 0
    joined: int = 0
    posts: int = 0
    known: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)


def import_archive(board: Board, file: Path, tell: Progress = lambda _what, _done: None) -> ImportReport:
    """Import an mbox file's new mails into a board as waiting posts; return a report. Raises OSError if unreadable.

    Nobody becomes a subscriber by it. `tell` hears how many mails were read and threads stored. Raises OSError for a
    file that cannot be read.
    """
    report, known = ImportReport(), KnownPosts(board)
    mails = _new_mails(known, file, report, tell)
    for done, thread in enumerate(into_threads(mails, known), start=1):
        trim_thread(thread, known)
        # A transaction for each thread: an import that is broken off can be run again.
        store_thread(board, thread, known)
        report.threads += thread.known is None
        report.joined += thread.known is not None
        report.posts += len(thread.mails)
        report.doubtful += [(mail.message_id, doubt) for mail in thread.mails for doubt in mail.doubts]
        tell("threads", done)
    return report


def _new_mails(known: KnownPosts, file: Path, report: ImportReport, tell: Progress) -> list[ArchivedMail]:
    """Return the mails of a file that the board does not have."""
    new: dict[str, ArchivedMail] = {}
    for done, mail in enumerate(read_archive(file), start=1):
        tell("mails", done)
        if isinstance(mail, LeftOut):
            report.left_out.append(mail)
        # A file may hold one mail twice, as merged archives do.
        elif mail.message_id in new or known.find(mail.message_id) is not None:
            report.known += 1
        else:
            new[mail.message_id] = mail
    return list(new.values())


@transaction.atomic
def store_thread(board: Board, archived: ArchivedThread, known: KnownPosts) -> Thread:
    """Store an archive's thread, or its posts in a known thread, not public yet; open a matter; return the thread.

    They join the thread of the board whose posts they answer. Raises Thread.DoesNotExist when that was deleted
    meanwhile.
    """
    # In the order of discussions.locks: the board, then the thread.
    board = locked_board(board.pk)
    thread = _new_thread(board, archived) if archived.known is None else locked_thread(archived.known)
    first = thread.last_number + 1
    thread.last_number += len(archived.mails)
    thread.save(update_fields=["last_number"])
    posts = [_post(thread, number, mail) for number, mail in enumerate(archived.mails, start=first)]
    # bulk_create gives no signals: no post is public yet, so nothing follows.
    _tie(Post.objects.bulk_create(posts), archived, known)
    open_matter(ARCHIVE, thread.pk, board.organization, thread.title, language=thread.language)
    return thread


def _new_thread(board: Board, archived: ArchivedThread) -> Thread:
    first = archived.mails[0]
    board.last_thread += 1
    board.save(update_fields=["last_thread"])
    return Thread.objects.create(
        board=board,
        number=board.last_thread,
        title=archived.title,
        language=language_of(first.text),
        created_at=first.sent_at,
    )


def _post(thread: Thread, number: int, mail: ArchivedMail) -> Post:
    return Post(
        thread=thread,
        number=number,
        # Without a name, mails of one sender still look like those of one person.
        name=mail.name or f"member {_number_of(mail)}",
        language=language_of(mail.text),
        text=mail.text,
        origin=Post.Origin.IMPORT,
        message_id=mail.message_id,
        author_hash=mail.author_hash,
        created_at=mail.sent_at,
        published_at=mail.sent_at,
    )


def _number_of(mail: ArchivedMail) -> int:
    """Return a number of four digits that is the same for all mails of one address, and tells nothing of it."""
    # 1000 to 9999.
    return int(mail.author_hash[:8] or "0", 16) % 9000 + 1000


def _tie(posts: list[Post], archived: ArchivedThread, known: KnownPosts) -> None:
    """Store which post each of some posts answers."""
    by_id = {post.message_id: post.pk for post in posts}
    for post in posts:
        answered = archived.parents[post.message_id]
        earlier = known.find(answered)
        post.parent_id = by_id.get(answered) or (earlier.pk if earlier else None)
    Post.objects.bulk_update([post for post in posts if post.parent_id is not None], ["parent"])
