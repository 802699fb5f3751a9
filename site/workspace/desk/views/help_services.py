"""The editors' list of help services that nobody has verified for long."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from help_services.listing import unverified
from help_services.matters import VERIFY
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.queue_url import next_url_from
from workspace.parameters import listed
from workspace.rendering import render_page

MOST_SHOWN = 100
# Longer numbers are no ids of any database.
LONGEST_ID = 19


@require_safe
@editor_required
def unverified_help_services(request: WorkRequest) -> HttpResponse:
    """Show editors the public help services not verified for half a year (view; 404 for non-editors).

    With `service` in the query string the one with this id alone, as the queue leads to it.
    """
    asked, rows, skip_url = request.GET.get("service", ""), unverified(), ""
    if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_ID:
        rows = rows.filter(pk=asked)
        skip_url = next_url_from(request, VERIFY, int(asked))
    return render_page(
        request,
        "desk/help_services.html",
        "help-services",
        listed=listed(request, rows, MOST_SHOWN),
        skip_url=skip_url,
    )
