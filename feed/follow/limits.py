"""Limits on requests to follow; mail.unsolicited limits the mails that they cause."""

from __future__ import annotations

from django.http import HttpRequest

from common.client_address import client_address
from common.rate_limit import HOUR, RateLimit
from mail import unsolicited

FROM_ADDRESS = RateLimit("follow", 20, HOUR)


def is_connection_over_limit(request: HttpRequest) -> bool:
    """Count a request to follow; return whether too many came from its IP address in an hour."""
    return FROM_ADDRESS.is_exceeded_by(client_address(request))


def may_write_to(email: str, request: HttpRequest) -> bool:
    """Count a mail that a visitor asked for to this address; return whether the limits allow to send it."""
    return unsolicited.may_write_to(email, client_address(request))
