"""Mails about alerts, sent at once by the process that noticed: outbox and worker may be what is broken."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import override

from accounts.sign_in_names import has_mailbox
from khmer.numbers import number
from mail.composer import compose
from mail.connection import NotSentError, open_connection
from mail.message import OutgoingMail
from operations.alerts.rules import RULES
from operations.alerts.state import Judgement, News, note_told
from operations.alerts.words import UNITS, WORDS
from operations.models import AlertMail
from orgs.permissions import administrators

logger = logging.getLogger(__name__)

TEMPLATE = "operations/mail/alerts"
MOST_AN_HOUR = 4
KEPT_FOR = timedelta(days=30)


def tell(news: News, judgements: list[Judgement], now: datetime) -> bool:
    """Send one mail with all news to each administrator, at most four in an hour; return whether it was sent.

    What is not sent is told with the next mail.
    """
    AlertMail.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    if AlertMail.objects.filter(sent_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        return False
    try:
        taken = send(mails_of(news, {each.rule.name: each.value for each in judgements}))
    except (NotSentError, OSError) as error:
        # Another minute tries again; docs/metrics.md says who tells of it meanwhile.
        logger.error("A mail about alerts could not be sent: %s", error)
        return False
    if taken:
        AlertMail.objects.create(sent_at=now)
        note_told(news, now)
    return bool(taken)


def mails_of(news: News, values: dict[str, float | None]) -> list[OutgoingMail]:
    """Return the mail for each reader, in the reader's language."""
    made = []
    for address, language in readers():
        composed = compose(TEMPLATE, language, context_of(news, values, language))
        made.append(
            OutgoingMail(
                address, composed.subject, composed.text, composed.html or "", language=language,
                # Asks mail programs not to answer automatically: RFC 3834.
                headers={"Auto-Submitted": "auto-generated"},
            )
        )  # fmt: skip
    return made


def readers() -> list[tuple[str, str]]:
    """Return (address, language) of all who get mails: ALERT_ADDRESSES, else the administrators."""
    if settings.ALERT_ADDRESSES:
        return [(address, settings.LANGUAGE_CODE) for address in settings.ALERT_ADDRESSES]
    return [(person.email, person.language) for person in administrators() if has_mailbox(person.email)]


def context_of(news: News, values: dict[str, float | None], language: str) -> dict[str, Any]:
    """Return the context of the mail's template in a language."""
    return {
        "begun": [described(name, values.get(name), language) for name in news.begun],
        "lasting": [described(name, values.get(name), language) for name in news.lasting],
        "ended": [described(name, None, language) for name in news.ended],
    }


def described(name: str, value: float | None, language: str) -> dict[str, Any]:
    """Return what a mail says of a rule: words, value and limit, in the digits of a language."""
    what, remedy = WORDS[name]
    rule = RULES[name]
    value_and_limit = {
        "value": shown(value, rule.unit, language),
        "limit": shown(rule.limit(), rule.unit, language),
    }
    return {"what": what, "remedy": remedy, **value_and_limit}


def shown(value: float | None, unit: str, language: str) -> str:
    """Return a value as a whole number with its unit, both as a language writes them; "" for none."""
    if value is None:
        return ""
    with override(language):
        return str(UNITS[unit]).format(number=number(round(value), language))


def send(mails: list[OutgoingMail]) -> int:
    """Send mails by one connection; return how many were taken. Raises NotSentError or OSError when none were."""
    taken, last = 0, None
    if not mails:
        return 0
    with open_connection() as connection:
        for mail in mails:
            try:
                connection.send(mail)
                taken += 1
            # One mailbox that is refused must not keep the others from knowing.
            except NotSentError as error:
                last = error
    if last and not taken:
        raise last
    return taken
