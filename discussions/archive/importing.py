"""Import an archive into a board: its posts wait, and are published thread by thread at the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from discussions.archive.reading import ArchivedMail, LeftOut, read_archive
from discussions.archive.threading import ArchivedThread, into_threads
from discussions.matters.names import ARCHIVE
from discussions.models import Board, Post, Thread
from discussions.services.posting import language_of
from moderation.services.matters import open_matter

Progress = Callable[[str, int], None]


@dataclass
class ImportReport:
    """Counts of an import: new threads and posts, mails known before; and the lists of mails left out or doubtful."""

    threads: int = 0
    posts: int = 0
    known: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)


def import_archive(board: Board, file: Path, tell: Progress = lambda _what, _done: None) -> ImportReport:
    """Import an mbox file into a board, and return what was done; what the board has already is added to no more.

    Nobody becomes a subscriber by it. `tell` hears how many mails were read and threads stored. Raises OSError for a
    file that cannot be read.
    """
    report = ImportReport()
    mails = _new_mails(board, file, report, tell)
    for done, thread in enumerate(into_threads(mails), start=1):
        store_thread(board, thread)
        report.threads += 1
        report.posts += len(thread.mails)
        tell("threads", done)
    return report


def _new_mails(board: Board, file: Path, report: ImportReport, tell: Progress) -> list[ArchivedMail]:
    """Return the mails of a file that the board does not have."""
    posts = Post.objects.filter(thread__board=board, origin=Post.Origin.IMPORT)
    known = set(posts.values_list("message_id", flat=True))
    new: dict[str, ArchivedMail] = {}
    for done, mail in enumerate(read_archive(file), start=1):
        tell("mails", done)
        if isinstance(mail, LeftOut):
            report.left_out.append(mail)
        elif mail.message_id in known or mail.message_id in new:
            report.known += 1
        else:
            new[mail.message_id] = mail
            report.doubtful += [(mail.message_id, doubt) for doubt in mail.doubts]
    return list(new.values())


@transaction.atomic
def store_thread(board: Board, archived: ArchivedThread) -> Thread:
    """Store a thread of an archive with its posts, which wait, and put it before the editors."""
    board = Board.objects.select_for_update(of=("self",)).select_related("organization").get(pk=board.pk)
    first = archived.mails[0]
    board.last_thread += 1
    board.save(update_fields=["last_thread"])
    thread = Thread.objects.create(
        board=board,
        number=board.last_thread,
        title=archived.title,
        language=language_of(first.text),
        created_at=first.sent_at,
        last_number=len(archived.mails),
    )
    posts = Post.objects.bulk_create(
        [_post(thread, number, mail) for number, mail in enumerate(archived.mails, start=1)]
    )
    _tie(posts, archived)
    open_matter(ARCHIVE, thread.pk, board.organization, thread.title, language=thread.language)
    return thread


def _post(thread: Thread, number: int, mail: ArchivedMail) -> Post:
    return Post(
        thread=thread,
        number=number,
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
    return int(mail.author_hash[:8] or "0", 16) % 9000 + 1000


def _tie(posts: list[Post], archived: ArchivedThread) -> None:
    by_id = {post.message_id: post for post in posts}
    for post in posts:
        post.parent = by_id.get(archived.parents[post.message_id])
    Post.objects.bulk_update([post for post in posts if post.parent is not None], ["parent"])
