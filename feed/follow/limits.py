"""How often somebody may ask to follow."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.limits import DAY, HOUR, connection_of, times

# Questions from one connection within an hour, and mails to one address within a day.
FROM_CONNECTION, TO_ADDRESS = 20, 5


def is_too_much(request: HttpRequest) -> bool:
    """Count a question from this connection."""
    return times("follow", connection_of(request), HOUR) > FROM_CONNECTION


def is_pestered(email: str) -> bool:
    """Count a mail to this address, which may be that of somebody who never asked."""
    return times("follow mail", email.lower(), DAY) > TO_ADDRESS
