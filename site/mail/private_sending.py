"""Sending of mails at once, from jobs, whose errors must not name the address: they are stored with the event."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from typing import Any

from mail.sending import hand_over
from outbox.models import Event
from outbox.registry import GiveUp


class MailNotAcceptedError(Exception):
    """An error that says the server does not accept a mail for now, without the address in its text."""


def hand_over_privately(event: Event, mail: Mapping[str, Any]) -> None:
    """Send a mail now. Raises GiveUp or MailNotAcceptedError, both without its address in their message.

    Raises GiveUp when the server refuses the address for good, MailNotAcceptedError when it does so for now.
    """
    try:
        hand_over(event, mail)
    except GiveUp:
        # `from None`: the server's own error names the address, and would be stored with the event.
        raise GiveUp("The server refuses the address for good.") from None
    except smtplib.SMTPException as error:
        raise MailNotAcceptedError(f"The server does not take the mail for now: {type(error).__name__}.") from None
