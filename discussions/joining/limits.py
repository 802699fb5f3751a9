"""Limits on requests to take part, on the digits that answer them, and on posts of people who are not known yet."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from common.client_address import client_address
from common.rate_limit import DAY, HOUR, RateLimit
from discussions.models import JoinRequest

# Mails are slow on some lines; an account's code is good for a quarter of an hour.
DIGITS_MAX_AGE = timedelta(minutes=30)
# 20 in an hour: an office or a telephone network is one connection.
FROM_CONNECTION = RateLimit("request to take part in discussions", 20, HOUR)
TRIES = RateLimit("tries of digits", 3, int(DIGITS_MAX_AGE.total_seconds()))
# Whoever asks again gets other digits: all tries for one person count together, from wherever they come. The mailed
# link works on, so nobody can lock her out.
TRIES_OF_ONE = RateLimit("tries of digits of one", 15, DAY)


def is_connection_over_limit(request: HttpRequest) -> bool:
    """Count a request to take part; return whether its connection made more than 20 in an hour."""
    return FROM_CONNECTION.is_exceeded_by(client_address(request))


def are_tries_spent(asked: JoinRequest) -> bool:
    """Count a try of a join request's digits; return whether there were too many for request or person.

    At most 3 tries of one request in half an hour and 15 of one person in a day. Call it outside a transaction.
    """
    # `or`: after three tries of a request those of the person are not counted, for they are refused anyway.
    return TRIES.is_exceeded_by(str(asked.pk)) or TRIES_OF_ONE.is_exceeded_by(str(asked.participant_id))
