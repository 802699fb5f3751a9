"""The mails to whoever sent a mail: only to registered addresses, few a day, and without a word of what came in.

A sender may be forged, and her words with her: what is sent on from our domain would be anybody's advertisement.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from common.rate_limit import DAY, RateLimit
from discussions.models import AskedPost, Board, IncomingMail, Participant
from discussions.receiving.content import MESSAGE_ID, MailContent
from discussions.receiving.links import asked_link, cut_link
from discussions.receiving.refusals import SILENT, reason_sentence
from mail.composer import compose
from mail.sending import send

FOLDER = "discussions/mail"
# Letters about mails of which it is not known who sent them: anybody can cause them.
LETTERS = RateLimit("discussions letter about a mail", 3, DAY)
# Letters about mails that are certainly hers.
OWN_LETTERS = RateLimit("discussions letter about an own mail", 20, DAY)


def send_refused(participant: Participant, board: Board, content: MailContent, code: str) -> bool:
    """Tell a participant why a mail was not published, and return whether she is told; records it."""
    if code in SILENT or not LETTERS.allows_in_transaction(str(participant.pk)):
        return False
    with override(participant.language):
        context = {"board": board.name, "reason": reason_sentence(code)}
    _send("mail_refused", participant, context, content)
    return True


def send_asked(asked: AskedPost, content: MailContent) -> bool:
    """Ask a participant whether a mail is hers and may go on, and return whether she is asked; records it."""
    limit = LETTERS if asked.why == AskedPost.Why.SENDER else OWN_LETTERS
    if not limit.allows_in_transaction(str(asked.participant_id)):
        return False
    with override(asked.participant.language):
        name = asked.board.name
    _send("mail_asked", asked.participant, {"board": name, "why": asked.why, "link": asked_link(asked)}, content)
    return True


def send_taken(participant: Participant, mail: IncomingMail, content: MailContent) -> None:
    """Tell the author of a mail that was taken what of it was not: its files, and maybe some of its text."""
    is_more_missing = bool(content.is_doubtful and mail.cut)
    if not (content.attachments or is_more_missing) or not OWN_LETTERS.allows_in_transaction(str(participant.pk)):
        return
    context = {"files": content.attachments, "link": cut_link(mail, participant) if mail.cut else ""}
    _send("mail_taken", participant, context, content)


def _send(name: str, participant: Participant, context: dict[str, Any], content: MailContent) -> None:
    mail = compose(f"{FOLDER}/{name}", participant.language, context)
    # So that her mail program shows it with what she sent; the id is a stranger's text.
    answered = {"In-Reply-To": content.message_id} if MESSAGE_ID.fullmatch(content.message_id) else {}
    send(participant.email, mail.subject, mail.text, mail.html, participant.language, headers=answered)
