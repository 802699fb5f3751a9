"""How often, and how long after a failure, an event is tried again."""

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
        """Time to wait after so many failures; jittered, so that retries do not come as one."""
        # The exponent is bounded because 2.0 to a thousand overflows long before `longest` caps it.
        seconds = min(self.longest, self.first * 2 ** min(failures - 1, 30))
        return timedelta(seconds=seconds * random.uniform(0.5, 1.5))  # noqa: S311


def handler_retries() -> Retries:
    """Retries of database effects: about five minutes in all, as later events wait so long."""
    return Retries(**{"attempts": 10, "first": 0.5, "longest": 120, **getattr(settings, "OUTBOX_RETRIES", {})})


# What goes outside may meet a server that is down for half a day, and holds up nothing else meanwhile.
JOB_RETRIES = Retries(attempts=80, first=2, longest=600)
