"""The editors' statistics: the number of submissions, the time to decide, and the reasons given."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.figures.svg_charts import axis_numbers, bar, column_chart, labels_shown
from khmer import typography
from moderation.models import Submission
from moderation.statistics.period import PERIODS, PeriodPart, PeriodStatistics, period_statistics
from workspace.decorators import WorkRequest, editor_required
from workspace.rendering import render_page

# The style (khmer.dates) of the labels, by the number of days.
STYLES = {30: "day_month", 90: "day_month", 365: "month_year"}


@require_safe
@editor_required
def statistics(request: WorkRequest) -> HttpResponse:
    """Show editors the statistics of moderation over 30, 90 or 365 days, with charts (view; 404 for non-editors)."""
    period = period_statistics(days_asked(request.GET.get("days", "")))
    context = {
        "record": period,
        "spans": sorted(PERIODS),
        "parts": [{"label": part_label(part, period.days), "part": part} for part in reversed(period.parts)],
        "plots": plots(period),
        "outcomes": outcomes(period),
        "reasons": reasons(period),
    }
    return render_page(request, "desk/statistics.html", "statistics", **context)


def days_asked(asked: str) -> int:
    """Return the number of days asked for in the query string if it is a known period, else the shortest period."""
    return next((days for days in PERIODS if str(days) == asked), min(PERIODS))


def part_label(part: PeriodPart, days: int) -> str:
    """Return the label of a day, week or month in a chart of statistics, such as its first day."""
    style = STYLES[days]
    # With the year where the period reaches into the last one.
    if style == "day_month" and part.start.year != timezone.localdate().year:
        style = "short"
    return typography.date(part.start, get_language() or "en", style)


def plots(period: PeriodStatistics) -> list[dict[str, Any]]:
    """Return the three charts of the statistics (waiting, flow, hours), each with title, legend, drawing and labels."""
    language, labels = get_language() or "en", [part_label(part, period.days) for part in period.parts]
    times = [part.turnaround for part in period.parts]
    series: list[tuple[str, str, list[str], list[list[int | None]]]] = [
        ("backlog", _("Waiting"), [_("waiting at the end")], [[part.waiting for part in period.parts]]),
        (
            "flow",
            _("Sent and answered"),
            [_("sent"), _("answered or taken back")],
            [[part.sent for part in period.parts], [part.ended for part in period.parts]],
        ),
        (
            "turnaround",
            _("Hours until the decision"),
            [_("half within"), _("nine in ten within")],
            [[each.half if each else None for each in times], [each.nine_in_ten if each else None for each in times]],
        ),
    ]
    return [
        {
            "key": key,
            "title": title,
            "legend": legend,
            "drawing": column_chart(key, title, plot_description(legend, values, language), values),
            "numbers": axis_numbers(values, language),
            "labels": labels_shown(labels),
        }
        for key, title, legend, values in series
    ]


def plot_description(legend: list[str], series: list[list[int | None]], language: str) -> str:
    """Return a chart's text alternative: for each series its highest and last value, in a sentence."""
    sentences = []
    for name, values in zip(legend, series, strict=True):
        known = [value for value in values if value is not None]
        numbers = {"name": name, "most": typography.number(max(known, default=0), language)}
        # A chart of one day or of a period without decisions has no value at all.
        numbers["last"] = typography.number(known[-1] if known else 0, language)
        sentences.append(_("%(name)s: at most %(most)s, last %(last)s.") % numbers)
    return " ".join([*sentences, _("The table below has all numbers.")])


def outcomes(period: PeriodStatistics) -> list[dict[str, Any]]:
    """Return name, number and bar length of each outcome of submissions and matters, for the statistics page."""
    words = dict(Submission.State.choices) | {
        "trusted": _("Published at once, trusted"),
        "decided": _("Answered: reports, profiles and the like"),
    }
    most = max(many for _state, many in period.outcomes)
    return [{"name": words[state], "many": many, "bar": bar(many, most)} for state, many in period.outcomes]


def reasons(period: PeriodStatistics) -> list[dict[str, Any]]:
    """Return name, number and bar length of each reason given against pages, for the statistics page."""
    most = max((many for _reason, many in period.reasons), default=0)
    own = _("In the editor’s own words only")
    return [
        {"name": reason.name if reason else own, "many": many, "bar": bar(many, most)}
        for reason, many in period.reasons
    ]
