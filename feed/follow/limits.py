"""Limits on requests to follow; the letters that they cause have the budget of mail.unsolicited."""

from __future__ import annotations

from django.http import HttpRequest

from common.client_address import client_address
from common.rate_limit import HOUR, RateLimit
from mail import unsolicited

FROM_ADDRESS = RateLimit("follow", 20, HOUR)


def is_connection_over_limit(request: HttpRequest) -> bool:
    """Count a request to follow, and return whether too many came from its address."""
    return FROM_ADDRESS.is_exceeded_by(client_address(request))


def may_write_to(email: str, request: HttpRequest) -> bool:
    """Count a letter to this mailbox, which may be that of somebody who never asked; return whether it may go."""
    return unsolicited.may_write_to(email, client_address(request))
