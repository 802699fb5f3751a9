"""Retries: the number of attempts at an event, and the waiting time after a failure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True)
class Retries:
    """Exponential backoff with jitter.

    attempts: tries in all, until the event is given up. first and longest: seconds to wait after the first
    failure, and at most.
    """

    attempts: int
    first: float
    longest: float

    def delay(self, failures: int) -> timedelta:
        """Return the time to wait after a number of failures, with jitter so that retries do not come together."""
        # The exponent is bounded because 2.0 to a thousand overflows long before `longest` caps it.
        seconds = min(self.longest, self.first * 2 ** min(failures - 1, 30))
        return timedelta(seconds=seconds * random.uniform(0.5, 1.5))  # noqa: S311


def handler_retries() -> Retries:
    """Return the retries of handlers: about five minutes in all, because later events of a stream wait so long."""
    # OUTBOX_RETRIES: tests wait less.
    return Retries(**{"attempts": 10, "first": 0.5, "longest": 120, **getattr(settings, "OUTBOX_RETRIES", {})})


# A job may meet a server that is down for half a day, and holds up nothing else meanwhile.
JOB_RETRIES = Retries(attempts=80, first=2, longest=600)
