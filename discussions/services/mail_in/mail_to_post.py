"""Settle a mail that was read: it becomes a post, or a question to its author, or a letter that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from discussions.addresses import AddressKind, SignedAddress, read_address
from discussions.models import AskedPost, IncomingMail, Participant, Post, SenderAddress
from discussions.models.threads import LONGEST_TITLE
from discussions.receiving import mails
from discussions.receiving.content import NORMAL, MailContent
from discussions.receiving.origin import MailOrigin, find_origin
from discussions.receiving.refusals import refusal_code
from discussions.services.bounces import record_bounce
from discussions.services.posting import Written, add_post, open_thread

State = IncomingMail.State
Why = AskedPost.Why


@dataclass(frozen=True)
class MailOutcome:
    """The state and verdict (a code, for administrators) of a mail that was settled, with the post that it became."""

    state: IncomingMail.State
    verdict: str
    post: Post | None = None

    @property
    def keeps_cut(self) -> bool:
        """Return whether the text cut from the mail is kept: it was posted or asked about, for the first time."""
        return self.verdict != AGAIN and self.state in (State.POSTED, State.ASKED)


AGAIN = "again"


def settle(mail: IncomingMail, content: MailContent) -> MailOutcome:
    """Turn a read mail into a post, a question to its author, a refusal or a counted bounce; return the outcome."""
    signed = read_address(mail.recipient)
    if signed is not None and signed.kind == AddressKind.BOUNCE:
        return _settle_bounce(signed, content)
    if content.kind != NORMAL:
        # Automatic answers and loops: answering them would go on for ever.
        return MailOutcome(State.IGNORED, content.kind)
    origin = find_origin(mail.recipient, content)
    if origin is None:
        # Nothing is sent back: who seems to have sent it may be anybody.
        return MailOutcome(State.REFUSED, "stranger")
    return _settled_before(origin, content) or _settle_new(mail, origin, content)


def _settle_bounce(signed: SignedAddress, content: MailContent) -> MailOutcome:
    if not content.is_bounce:
        return MailOutcome(State.IGNORED, content.kind)
    is_known = record_bounce(signed, is_permanent=content.is_permanent)
    return MailOutcome(State.BOUNCE, "bounce" if is_known else "bounce_unknown")


def _settled_before(origin: MailOrigin, content: MailContent) -> MailOutcome | None:
    """Return the outcome of a mail that came in before, by another address or another way of mail servers."""
    known = {"participant": origin.participant, "message_id": content.message_id}
    if post := Post.objects.filter(**known).first():
        return MailOutcome(State.POSTED, AGAIN, post)
    asked = AskedPost.objects.filter(**known)
    if origin.is_proven:
        # Now it is known that she wrote it: she need not be asked any more.
        asked.delete()
        return None
    return MailOutcome(State.ASKED, AGAIN) if asked.exists() else None


def _settle_new(mail: IncomingMail, origin: MailOrigin, content: MailContent) -> MailOutcome:
    if code := refusal_code(origin, content, mail.verdict):
        is_told = mails.send_refused(origin.participant, origin.board, content, code)
        return MailOutcome(State.REFUSED, code if is_told else f"{code}, untold")
    if why := asked_because(origin):
        return _ask(mail, origin, content, why)
    post = _write(origin, content)
    # Before the letter, which asks both.
    mail.post, mail.cut = post, content.cut
    mails.send_taken(origin.participant, mail, content)
    return MailOutcome(State.POSTED, "", post)


def asked_because(origin: MailOrigin) -> AskedPost.Why | None:
    """Return why a mail's author is asked before it is posted (sender, sensitive board, rules); None if not."""
    if not origin.is_proven:
        return Why.SENDER
    if origin.board.is_sensitive:
        return Why.SENSITIVE
    return Why.RULES if origin.participant.rules_read_at is None else None


def _ask(mail: IncomingMail, origin: MailOrigin, content: MailContent, why: AskedPost.Why) -> MailOutcome:
    asked = AskedPost.objects.create(
        mail=mail,
        participant=origin.participant,
        board=origin.board,
        thread=origin.thread,
        parent=origin.parent,
        why=why,
        title="" if origin.thread else title_of(content),
        text=content.text,
        message_id=content.message_id,
        sender=origin.alias,
    )
    if mails.send_asked(asked, content):
        return MailOutcome(State.ASKED, why)
    # Who is not asked cannot say yes.
    asked.delete()
    return MailOutcome(State.REFUSED, f"{why}, untold")


def _write(origin: MailOrigin, content: MailContent) -> Post:
    written = Written(origin.participant, origin.participant.name, content.text, Post.Origin.MAIL, content.message_id)
    if origin.thread is None:
        return open_thread(origin.board, title_of(content), written)
    return add_post(origin.thread, written, origin.parent)


def title_of(content: MailContent) -> str:
    """Return the title of a new thread from a mail: its subject, else the first line of its text; cut to the limit."""
    first_line = content.text.partition("\n")[0]
    return (content.subject.strip() or first_line).strip()[:LONGEST_TITLE].strip()


@transaction.atomic
def remember_sender(participant: Participant, address: str) -> None:
    """Store another mail address as one that a participant writes from, unless empty, her main one or somebody else's.

    Her yes shows that the text is hers, but not that she reads the mails of that address: a sender is easily forged.
    """
    if address and address != participant.email and not _is_of_somebody_else(participant, address):
        SenderAddress.objects.get_or_create(participant=participant, email=address)


def _is_of_somebody_else(participant: Participant, address: str) -> bool:
    others = Participant.objects.exclude(pk=participant.pk).filter(
        Q(email=address) | Q(sender_addresses__email=address)
    )
    accounts = User.objects.filter(Q(email__iexact=address) | Q(emailaddress__email__iexact=address))
    return others.exists() or accounts.exclude(participant=participant).exists()
