"""Cut from an archive's mails what they quote of each other: the archive itself shows what was quoted."""

from __future__ import annotations

from discussions.archive.known import KnownPosts, texts_of
from discussions.archive.reading import ArchivedMail
from discussions.archive.threading import ArchivedThread

# A mail program quotes what the quoted mail quoted; that stands in the nearest one too.
QUOTED_MAILS = 3


def trim_thread(thread: ArchivedThread, known: KnownPosts) -> None:
    """Cut from each mail of a thread what it quotes of the mail that it answers, or of those just before it if unknown.

    An answer that names none may quote those right before it. What nothing known holds is never cut.
    """
    originals = {mail.message_id: mail.original for mail in thread.mails}
    for at, mail in enumerate(thread.mails):
        before = [earlier.original for earlier in thread.mails[max(0, at - QUOTED_MAILS) : at]]
        # With a known parent only what it refers to can be quoted; else what stood right before it.
        quoted = _referred(mail, originals, known) if thread.parents[mail.message_id] else before
        if quoted:
            mail.cut_quotation("\n".join(quoted))


def _referred(mail: ArchivedMail, originals: dict[str, str], known: KnownPosts) -> list[str]:
    """Return the texts of the nearest mails and posts that a mail refers to."""
    inside = [originals[reference] for reference in mail.references if reference in originals]
    posts = [post for reference in mail.references if (post := known.find(reference)) is not None]
    return [*inside[:QUOTED_MAILS], *(texts_of(posts[:QUOTED_MAILS]) if posts else [])]
