"""Put the mails of an archive into threads: by what they answer, and by their subject only where that is safe."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from discussions.archive.reading import ArchivedMail
from khmer.text import normalise

# An answer that names nothing it answers belongs to a thread of its subject that is no older.
SAME_SUBJECT_WITHIN = dt.timedelta(days=30)


@dataclass
class ArchivedThread:
    """A thread of an archive, its mails in their order, each with the id of the one that it answers ("" for none)."""

    title: str
    mails: list[ArchivedMail] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)

    def add(self, mail: ArchivedMail, parent: str = "") -> None:
        """Add a mail behind the others."""
        self.mails.append(mail)
        self.parents[mail.message_id] = parent


def into_threads(mails: list[ArchivedMail]) -> list[ArchivedThread]:
    """Return the threads of an archive's mails, which are taken by their time; each mail is in one."""
    threads: list[ArchivedThread] = []
    by_id: dict[str, ArchivedThread] = {}
    by_subject: dict[str, ArchivedThread] = {}
    for mail in sorted(mails, key=lambda each: each.sent_at):
        answered = next((reference for reference in mail.references if reference in by_id), "")
        thread = by_id[answered] if answered else _of_subject(mail, by_subject)
        if thread is None:
            thread = ArchivedThread(mail.title)
            threads.append(thread)
        thread.add(mail, answered)
        by_id[mail.message_id] = thread
        by_subject[_key(mail)] = thread
    return threads


def _of_subject(mail: ArchivedMail, by_subject: dict[str, ArchivedThread]) -> ArchivedThread | None:
    """Return the thread that an answer without a known parent belongs to, by its subject; None for a new one."""
    thread = by_subject.get(_key(mail)) if mail.is_answer else None
    if thread is None or mail.sent_at - thread.mails[-1].sent_at > SAME_SUBJECT_WITHIN:
        return None
    return thread


def _key(mail: ArchivedMail) -> str:
    return normalise(mail.title).strip()
