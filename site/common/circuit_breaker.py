"""A circuit breaker: no calls to a service for some seconds after it failed, so that not every request waits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from weakref import WeakSet

logger = logging.getLogger(__name__)

# Seconds without a call after one that failed.
REST_SECONDS = 5.0
# All breakers of this process, for its measures.
breakers: WeakSet[CircuitBreaker] = WeakSet()


class CircuitBreaker:
    """A breaker that decides whether a service may be called; each process has its own, shared by its threads.

    Ask `allows` before each call, then report its end by `record_success` or `record_failure`. After a failure no call
    is allowed for `rest` seconds, then one alone, until a call succeeded. `name` is for the log, `clock` gives seconds.
    """

    def __init__(self, name: str, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self.rest = name, rest
        self._clock = clock
        self._lock = threading.Lock()
        self._open_until: float | None = None
        breakers.add(self)

    @property
    def is_open(self) -> bool:
        """Return whether the last call to the service failed, so that calls are held back."""
        return self._open_until is not None

    def allows(self) -> bool:
        """Return whether to call the service now: always, but after a failure True only once in each time of rest.

        While the breaker is open, one caller is allowed after each rest, to try again.
        """
        with self._lock:
            if self._open_until is None:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            # Other callers must not wait in vain as well while this one tries.
            self._open_until = now + self.rest
            return True

    def record_failure(self, cause: object) -> None:
        """Note that a call to the service failed, hold back calls for a time, log the first failure.

        Only the first failure in a row is logged.
        """
        with self._lock:
            was_open, self._open_until = self.is_open, self._clock() + self.rest
        if not was_open:
            logger.warning("%s fails, and is tried again every %g seconds: %s", self.name, self.rest, cause)

    def record_success(self) -> None:
        """Note that a call to the service succeeded, allow all calls; log it after a failure."""
        with self._lock:
            was_open, self._open_until = self.is_open, None
        if was_open:
            logger.warning("%s answers again", self.name)

    def reset(self) -> None:
        """Forget every failure and allow all calls, without a log line."""
        with self._lock:
            self._open_until = None
