"""The reasons why a mail is not published, with the sentences that its author is told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from discussions.addresses import is_digest_id
from discussions.incoming_limits import TooMuch
from discussions.models import Participant
from discussions.models.posts import LONGEST_POST
from discussions.receiving.content import MailContent
from discussions.receiving.origin import MailOrigin
from discussions.rules.limits import POSTS_A_DAY, THREADS_A_DAY, LimitReached, limit_reached
from discussions.rules.permissions import can_read, can_see_thread, can_write
from discussions.rules.writing import Closed, why_closed
from discussions.services.posting import closed_because

UNCONFIRMED, UNREADABLE, BLOCKED, NOT_ALLOWED = "unconfirmed", "unreadable", "blocked", "not_allowed"
THREAD_GONE, EMPTY, TOO_LONG, NO_NAME = "thread_gone", "empty", "too_long", "no_name"
DIGEST = "digest"
# Nobody is told: she has not said yet that the address is hers, or must not learn of the board.
SILENT = frozenset({UNCONFIRMED, UNREADABLE})


def refusal_code(origin: MailOrigin, content: MailContent, excess: str = "") -> str:
    """Return the code of the reason why an incoming mail may not be published; "" when it may.

    `excess` is the limit that kept it from being parsed. What forbids everything comes first, what she can mend last.
    """
    # `excess` after the rights: whoever may not write is not told how long a mail may be.
    return _not_her(origin) or _not_there(origin, content) or excess or _not_this(origin.participant, origin, content)


def _not_her(origin: MailOrigin) -> str:
    if origin.participant.state == Participant.State.UNCONFIRMED:
        return UNCONFIRMED
    if not origin.participant.may_write:
        return BLOCKED
    if not can_read(origin.board, origin.visitor):
        return _closed_board(origin) or UNREADABLE
    if not can_write(origin.board, origin.visitor):
        return _closed_board(origin) or NOT_ALLOWED
    return ""


def _closed_board(origin: MailOrigin) -> str:
    if origin.board.is_closed:
        return Closed.BOARD
    return "" if origin.board.organization.is_active else Closed.ORGANIZATION


def _not_there(origin: MailOrigin, content: MailContent) -> str:
    thread = origin.thread
    if thread is None:
        # A digest of several discussions: the answer would begin another one, with the digest's subject.
        return DIGEST if any(map(is_digest_id, content.references)) else ""
    if closed := why_closed(thread):
        return closed
    return "" if can_see_thread(thread, origin.visitor) else THREAD_GONE


def _not_this(participant: Participant, origin: MailOrigin, content: MailContent) -> str:
    if not content.text:
        return EMPTY
    if len(content.text) > LONGEST_POST:
        return TOO_LONG
    if not participant.name:
        return NO_NAME
    return limit_reached(participant, is_new_thread=origin.thread is None) or ""


def reason_sentence(code: str) -> str:
    """Return, in the active language, the sentence for an author about a code of refusal or of a closed thread."""
    if code in set(Closed):
        return closed_because(Closed(code))
    return {
        BLOCKED: _("An editor has blocked you, so nothing that you write is published."),
        NOT_ALLOWED: _("You may not write on this board."),
        THREAD_GONE: _("This discussion is no longer public."),
        DIGEST: _(
            "It answers a digest, which has several discussions. Please press “Answer by mail” below the one you mean."
        ),
        EMPTY: _("We found no new text in it. Please write above the quoted mail."),
        TOO_LONG: _("Its text is too long. Please send at most %(most)s letters.") % {"most": LONGEST_POST},
        NO_NAME: _("Please choose first, on the portal, the name that is shown beside what you write."),
        LimitReached.POSTS: _("You have written %(most)s posts within a day. Please go on tomorrow.")
        % {"most": POSTS_A_DAY},
        LimitReached.THREADS: _("You have begun %(most)s discussions within a day. Please go on tomorrow.")
        % {"most": THREADS_A_DAY},
        TooMuch.BYTES: _("It is too large. Please send the text alone."),
        TooMuch.PARTS: _("It has too many parts. Please send the text alone."),
        TooMuch.HEADERS: _("It has too many headers. Please write a new mail."),
    }[code]
