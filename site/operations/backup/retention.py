"""The rule of which backups are kept: all of two days, and one a day for 35 days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

ALL_FOR = timedelta(days=2)
# People who were erased are gone from the backups too after so long.
DAILY_FOR = timedelta(days=35)


def times_to_keep(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return the times of the backups to keep: all of two days, and the last of each day for 35 days.

    What is older than 35 days goes, whatever else there is. What a wrong clock dated ahead stays until it is old.
    """
    last_of_day: dict[date, datetime] = {}
    found: set[datetime] = set()
    for time in times:
        if now - time <= ALL_FOR:
            found.add(time)
        if now - time <= DAILY_FOR:
            # By days of UTC, which is also the time in the names of backups.
            day = time.astimezone(UTC).date()
            last_of_day[day] = max(time, last_of_day.get(day, time))
    return found | set(last_of_day.values())
