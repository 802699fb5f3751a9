"""Put the mails of an archive into threads: by what they answer, and by their subject only where that is safe."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from discussions.archive.known import KnownPosts
from discussions.archive.reading import ArchivedMail
from khmer.text import normalise

# An answer that names nothing it answers belongs to a thread of its subject that is no older.
SAME_SUBJECT_WITHIN = dt.timedelta(days=30)


@dataclass
class ArchivedThread:
    """A thread of an archive, its mails in their order, each with the id of the one that it answers ("" for none).

    `known` is the id of the board's own thread that the mails join, None for a new one.
    """

    title: str
    known: int | None = None
    mails: list[ArchivedMail] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)

    def add(self, mail: ArchivedMail, parent: str = "") -> None:
        """Append a mail to this thread, with the Message-ID of the mail that it answers ("" for none)."""
        self.mails.append(mail)
        self.parents[mail.message_id] = parent


def into_threads(mails: list[ArchivedMail], known: KnownPosts) -> list[ArchivedThread]:
    """Group an archive's mails into threads, by what they answer or by subject, and return these threads.

    The mails are taken by their time; each is in one thread. Answers to posts that the board has join the threads of
    these. What we exported keeps its order in the file.
    """
    return _Threads(known).sorted_in(sorted(mails, key=_order))


class _Threads:
    """The threads that are found, by the ids of their mails, by their subjects, and by the board's threads."""

    def __init__(self, known: KnownPosts) -> None:
        self.known = known
        self.found: list[ArchivedThread] = []
        self.by_id: dict[str, ArchivedThread] = {}
        self.by_subject: dict[str, ArchivedThread] = {}
        self.by_known: dict[int, ArchivedThread] = {}

    def sorted_in(self, mails: list[ArchivedMail]) -> list[ArchivedThread]:
        """Put mails into threads, and return these."""
        for mail in mails:
            thread, answered = self._answered(mail)
            thread = thread or self._of_subject(mail) or self._new(mail.title)
            thread.add(mail, answered)
            self.by_id[mail.message_id] = thread
            self.by_subject[_key(mail)] = thread
        return self.found

    def _answered(self, mail: ArchivedMail) -> tuple[ArchivedThread | None, str]:
        """Return the thread of the nearest mail or post that a mail answers, and the id of that; None for none."""
        # references has the nearest first, so an answer joins the mail right above it.
        for reference in mail.references:
            if thread := self.by_id.get(reference):
                return thread, reference
            if post := self.known.find(reference):
                return self.by_known.get(post.thread) or self._new(mail.title, post.thread), reference
        return None, ""

    def _of_subject(self, mail: ArchivedMail) -> ArchivedThread | None:
        """Return the thread that an answer without a known parent belongs to by its subject; None for a new one."""
        thread = self.by_subject.get(_key(mail)) if mail.is_answer else None
        # By the newest mail of the thread: a subject such as "Meeting" comes again each month.
        if thread is None or mail.sent_at - thread.mails[-1].sent_at > SAME_SUBJECT_WITHIN:
            return None
        return thread

    def _new(self, title: str, known: int | None = None) -> ArchivedThread:
        thread = ArchivedThread(title, known)
        self.found.append(thread)
        if known is not None:
            self.by_known[known] = thread
        return thread


def _order(mail: ArchivedMail) -> tuple[bool, float]:
    # False sorts before True: what was exported comes first, in the order of the file.
    return (False, mail.place) if mail.is_export else (True, mail.sent_at.timestamp())


def _key(mail: ArchivedMail) -> str:
    return normalise(mail.title).strip()
