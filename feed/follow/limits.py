"""How often somebody may ask to follow."""

from __future__ import annotations

from django.http import HttpRequest

from common.client_address import client_address
from common.rate_limit import DAY, HOUR, RateLimit
from common.typed_text.characters import mail_address

FROM_ADDRESS = RateLimit("follow", 20, HOUR)
# Mails to one mailbox, which may be that of somebody who never asked.
TO_MAILBOX = RateLimit("follow mail", 5, DAY)


def is_connection_over_limit(request: HttpRequest) -> bool:
    """Count a request to follow, and return whether too many came from its address."""
    return FROM_ADDRESS.is_exceeded_by(client_address(request))


def is_address_over_limit(email: str) -> bool:
    """Count a mail to this mailbox, and return whether it gets too many."""
    return TO_MAILBOX.is_exceeded_by(mail_address(email))
