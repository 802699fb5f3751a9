"""Words for editors on how reading each source goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khmer.dates import date
from press.models import Source
from press.polling.intervals import with_usual_gaps

# A source is silent when nothing new came for so many times its usual gap, and not before a day.
SILENT_GAPS, SHORTEST_SILENCE = 3, dt.timedelta(days=1)


@dataclass(frozen=True)
class SourceHealth:
    """A source with words on how reading it goes; `needs_somebody` where a person should look."""

    source: Source
    words: list[str]
    needs_somebody: bool

    @property
    def is_passed(self) -> bool:
        """Return whether an editor passes all that the source brings, for a day."""
        until = self.source.fetch_state.passed_until
        return until is not None and until > timezone.now()


def all_health(sources: QuerySet[Source] | None = None) -> list[SourceHealth]:
    """Return the health of sources, those first that need somebody, in one query; by default of all media."""
    several = Source.objects.press() if sources is None else sources
    counted = with_usual_gaps(several.select_related("organization", "site_proof"))
    found = [health_of(source, gap) for source, gap in counted]
    return sorted(found, key=lambda each: not each.needs_somebody)


def health_of(source: Source, gap: dt.timedelta | None) -> SourceHealth:
    """Return a source's health; `gap` is its usual time between two items, None where that is unknown."""
    state = source.fetch_state
    if source.kind == Source.Kind.OWN and not source.site_proof.is_proved:
        return SourceHealth(
            source, [_("It is not proved yet that it is the organization’s own. It is not read.")], True
        )
    words = [_("It moved and is read at %(feed)s.") % {"feed": source.feed}] if state.moved_from else []
    if source.state == Source.State.GONE:
        return SourceHealth(
            source, [_("Its server says that it is gone for good. It is not read any more."), *words], True
        )
    if source.state == Source.State.PAUSED:
        return SourceHealth(source, [_("An editor paused it."), *words], False)
    if state.failing_since:
        since = _("It cannot be read since %(day)s.") % {"day": _day(state.failing_since)}
        return SourceHealth(source, [since, str(state.get_problem_display()), *words], True)
    if state.last_ok_at is None:
        return SourceHealth(source, [_("It was not read yet.")], False)
    if is_silent(source, gap):
        last = _day(state.last_new_at or state.last_ok_at)
        return SourceHealth(source, [_("It is silent since %(day)s.") % {"day": last}, *words], True)
    return SourceHealth(source, [_("It is read, last on %(day)s.") % {"day": _day(state.last_ok_at)}, *words], False)


def is_silent(source: Source, gap: dt.timedelta | None) -> bool:
    """Return whether nothing new came from a source for three times its usual gap, and for a day at least."""
    last = source.fetch_state.last_new_at
    if gap is None or last is None:
        return False
    return timezone.now() - last > max(SILENT_GAPS * gap, SHORTEST_SILENCE)


def _day(moment: dt.datetime) -> str:
    return date(timezone.localdate(moment), get_language() or "en")
