"""The editors' page from which the figures of a series are released."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.attendance.releases import release_figures, unreleased_events
from events.models import Series
from workspace.decorators import WorkRequest, editor_required
from workspace.rendering import render_page
from workspace.run_service import run_service

# Wider than any event: the limits only keep numbers out that the database could not hold.
FIRST_YEAR, LAST_YEAR = 1990, 2200


class ReleaseForm(forms.Form):
    """The series whose figures an editor releases: until the end of a year, or for good without one."""

    series = forms.ModelChoiceField(Series.objects.all(), label=_("Series"))
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def series_figures(request: WorkRequest) -> HttpResponse:
    """Show editors every series with its released and waiting figures; a POST releases a table; 404 for others."""
    if request.method == "POST":
        form = ReleaseForm(request.POST)
        # Both fields are hidden: what is not valid is no choice of this page, or the series is gone.
        if not form.is_valid():
            raise Http404
        series, year = form.cleaned_data["series"], form.cleaned_data["year"]
        run_service(
            request,
            lambda: release_figures(series, request.user, year),
            lambda new: gettext("The table of %(name)s is public.") % {"name": new.series.name},
        )
        return redirect("workspace:series-figures")
    rows = [
        {
            "series": series,
            "releases": (releases := list(series.releases.all())),
            # The local year: an event on the first of January in the morning ended in the year before by UTC.
            "waiting": sorted({timezone.localtime(event.ends_at).year for event in unreleased_events(series)}),
            "is_closed": any(each.year is None for each in releases),
        }
        for series in Series.objects.prefetch_related("releases")
    ]
    return render_page(request, "desk/series_figures.html", "statistics", rows=rows)
