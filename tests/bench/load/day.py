"""The people of a day: their number in each hour, and the requests a second that follow from it."""

from __future__ import annotations

import json
import math
import random
from dataclasses import asdict, dataclass, replace

# Shares of a day's use in each hour of Cambodia, from midnight on. They are assumed: no portal was
# counted. Most readers come in the evening. Officers work from seven to six, with a pause at noon.
READERS = (1, 0.5, 0.5, 0.5, 0.5, 1, 2, 4, 6, 7, 7, 6, 5, 5, 6, 6, 6, 5, 6, 8, 9, 7, 4, 2)
OFFICERS = (0, 0, 0, 0, 0, 0, 1, 4, 6, 7, 7, 5, 1, 3, 6, 7, 6, 3, 1, 1, 1, 1, 0, 0)
HOURS = len(READERS)
# The hours at which the digests go out, and at which a post is published on the board.
DIGESTS_AT, MAILING_AT = 7, 14
REQUESTS_A_VISIT = 8
PIECES_OF_AN_OFFICER = 2
REQUESTS_A_POLLER = 96  # one each quarter of an hour
# Nothing is begun behind this part of the day, so that what was begun is ended with it.
LAST_BEGINNING = 0.85
# Steps at the beginning of a search for the knee that are not judged: caches fill, and everybody signs in at once.
WARMING = 1


@dataclass(frozen=True)
class Day:
    """A day of so many people, in so many real seconds; `pause` is the mean time in seconds between a reader's clicks.

    With `step` there is no day: from one step of so many seconds to the next `more` readers are added, up to `most`.
    """

    seconds: float = 3600
    readers: int = 2000
    officers: int = 50
    editors: int = 3
    pollers: int = 20
    subscribers: int = 400
    pause: float = 10
    step: float = 0
    more: int = 10
    most: int = 400

    @property
    def hour(self) -> float:
        """The real seconds that an hour of the day takes."""
        return self.seconds / HOURS

    @property
    def workers(self) -> int:
        """The people and programs that are there the whole day."""
        return self.officers + self.editors + self.pollers

    @property
    def reader_requests(self) -> int:
        """The requests of all readers in the day."""
        return self.readers * REQUESTS_A_VISIT

    def readers_at(self, elapsed: float) -> int:
        """Return how many readers are there at once, so many seconds after the day began."""
        if self.step:
            return min(self.most, self.more * max(1, 1 - WARMING + int(elapsed / self.step)))
        rate = self.reader_requests * READERS[self.hour_at(elapsed)] / sum(READERS) / self.hour
        return math.ceil(rate * self.pause)

    def hour_at(self, elapsed: float) -> int:
        return min(HOURS - 1, int(elapsed / self.hour))

    def beginnings(self, number: int, chance: random.Random) -> list[float]:
        """Return so many moments of the working hours, in seconds after the day began, in their order."""
        hours = chance.choices(range(HOURS), OFFICERS, k=number)
        moments = sorted((hour + chance.random()) * self.hour for hour in hours)
        return [min(moment, self.seconds * LAST_BEGINNING) for moment in moments]

    def moment_of(self, hour: int) -> float:
        """Return when an hour of the day begins, in seconds after the day began."""
        return min(hour * self.hour, self.seconds * LAST_BEGINNING)

    def described(self) -> list[str]:
        """Return what the day means in requests a second."""
        mean, busiest = self.reader_requests / self.seconds, max(READERS) / sum(READERS) * HOURS
        polls = self.pollers * REQUESTS_A_POLLER
        return [
            f"A day in {self.seconds / 60:.1f} minutes: {HOURS * 3600 / self.seconds:.0f} times as fast as it is.",
            f"{self.readers} readers with {REQUESTS_A_VISIT} requests each are {self.reader_requests} requests:"
            f" {self.reader_requests / 86400:.2f} a second in a real day, {mean:.1f} here, and {mean * busiest:.1f} in"
            f" the busiest hour, by {self.readers_at(READERS.index(max(READERS)) * self.hour + 0.01)} readers at once"
            f" who click every {self.pause:g} s.",
            f"{self.officers} officers write {PIECES_OF_AN_OFFICER} updates each, {self.editors} editors decide,"
            f" {self.pollers} programs ask for feeds {REQUESTS_A_POLLER} times each ({polls / self.seconds:.1f} a"
            f" second), a post goes to {self.subscribers} people and a digest to as many.",
            "Not compressed: the minute for which a decision is held, and the time that a mail or an answer takes.",
        ]

    def as_text(self) -> str:
        return json.dumps(asdict(self))


def from_text(text: str) -> Day:
    """Return the day that `as_text` wrote."""
    return replace(Day(), **json.loads(text))
