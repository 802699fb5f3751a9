"""The released tables of the demo's series of events."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from events.attendance.releases import release_figures
from events.models import Series

# This series has ended; the others go on, and were released until now.
ENDED = "ict-training"
# Nobody is counted at these.
UNCOUNTED = "editorial-meetings"


def release_all(series: dict[str, Series], editor: User, now: dt.datetime) -> None:
    """Release the joined figures of the demo's series of events, where none are; not of editorial meetings."""
    for slug, each in series.items():
        if slug != UNCOUNTED and not each.releases.exists():
            release_figures(each, editor, None if slug == ENDED else timezone.localtime(now).year)
