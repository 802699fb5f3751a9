"""The mails to whoever sent a mail: only to registered addresses, few a day, and without a word of what came in.

A sender may be forged, and her words with her: what is sent on from our domain would be anybody's advertisement.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from common.rate_limit import DAY, RateLimit
from discussions.models import AskedPost, Board, IncomingMail, Participant
from discussions.outbox_events import MAIL_ANSWERED, MailAnswerPayload
from discussions.receiving.content import MESSAGE_ID, MailContent
from discussions.receiving.links import asked_link, cut_link
from discussions.receiving.refusals import SILENT, reason_sentence
from mail.composer import compose
from outbox import record

FOLDER = "discussions/mail"
# Letters about mails of which it is not known who sent them: anybody can cause them.
LETTERS = RateLimit("discussions letter about a mail", 3, DAY)
# Letters about mails that are certainly hers.
OWN_LETTERS = RateLimit("discussions letter about an own mail", 20, DAY)


def send_refused(participant: Participant, board: Board, content: MailContent, code: str) -> bool:
    """Record a mail to a participant why hers was refused; False for a reason not told, or above the day's limit.

    Not told are silent reasons, and more than three letters a day.
    """
    # In the caller's transaction, so that a mail that is read again does not count twice.
    if code in SILENT or not LETTERS.allows_in_transaction(str(participant.pk)):
        return False
    _record("mail_refused", participant, content, board=board.pk, code=code)
    return True


def send_asked(asked: AskedPost, content: MailContent) -> bool:
    """Record a mail that asks a participant whether a mail is hers; return False above the limit of letters a day."""
    limit = LETTERS if asked.why == AskedPost.Why.SENDER else OWN_LETTERS
    if not limit.allows_in_transaction(str(asked.participant_id)):
        return False
    _record("mail_asked", asked.participant, content, asked=asked.pk)
    return True


def send_taken(participant: Participant, mail: IncomingMail, content: MailContent) -> None:
    """Record a mail to the author of a published mail if attachments or text were left out; nothing above the limit."""
    is_more_missing = bool(content.is_doubtful and mail.cut)
    if not (content.attachments or is_more_missing) or not OWN_LETTERS.allows_in_transaction(str(participant.pk)):
        return
    _record("mail_taken", participant, content, mail=mail.pk, files=list(content.attachments))


def _record(template: str, participant: Participant, content: MailContent, **said: Any) -> None:
    """Record an answer by ids: no address is in the outbox. It is written when it is sent."""
    payload: MailAnswerPayload = {
        "template": template,
        "participant": participant.pk,
        "board": 0,
        "code": "",
        "asked": 0,
        "mail": 0,
        "files": [],
        # So that her mail program shows it with what she sent; the id is a stranger's text.
        "message_id": content.message_id if MESSAGE_ID.fullmatch(content.message_id) else "",
    }
    payload |= said  # type: ignore[typeddict-item]
    record(MAIL_ANSWERED, f"participant:{participant.pk}", payload)


def answer_mail(payload: MailAnswerPayload) -> dict[str, Any] | None:
    """Return the composed answer to an incoming mail, as mail.sending takes it; None if its subject is gone."""
    participant = Participant.objects.filter(pk=payload["participant"]).first()
    context = _context(payload, participant) if participant else None
    if participant is None or context is None:
        return None
    mail = compose(f"{FOLDER}/{payload['template']}", participant.language, context)
    answered = {"In-Reply-To": payload["message_id"]} if payload["message_id"] else {}
    return {
        "to": participant.email,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": participant.language,
        "headers": answered,
    }


def _context(payload: MailAnswerPayload, participant: Participant) -> dict[str, Any] | None:
    """Return what the template of an answer needs; None when what it is about is gone."""
    with override(participant.language):
        if payload["template"] == "mail_refused":
            board = Board.objects.filter(pk=payload["board"]).first()
            return {"board": board.name, "reason": reason_sentence(payload["code"])} if board else None
        if payload["template"] == "mail_asked":
            asked = AskedPost.objects.select_related("board", "participant").filter(pk=payload["asked"]).first()
            return {"board": asked.board.name, "why": asked.why, "link": asked_link(asked)} if asked else None
        mail = IncomingMail.objects.filter(pk=payload["mail"]).first()
        return {"files": payload["files"], "link": cut_link(mail, participant) if mail and mail.cut else ""}
