"""The remaining seconds and bytes of a request with all its redirects."""

from __future__ import annotations

import time

from common.outgoing_http.errors import TooLargeError


class Deadline:
    """The moment when a request must be over, and the longest time without a byte until then."""

    def __init__(self, seconds: float, silence: float) -> None:
        self._end, self._silence = time.monotonic() + seconds, silence

    def remaining(self) -> float:
        """Return the seconds left until the deadline. Raises TimeoutError when none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("It took too long.")
        return left

    def next_step(self) -> float:
        """Return the seconds one network step may take, at most those left. Raises TimeoutError when none are."""
        return min(self.remaining(), self._silence)


class ByteBudget:
    """The number of bytes that may still come over the wire."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, count: int) -> None:
        """Subtract received bytes from the allowed number. Raises TooLargeError when there are too many."""
        self._left -= count
        if self._left < 0:
            raise TooLargeError("Too many bytes came over the wire.")
