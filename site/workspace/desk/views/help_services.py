"""The editors' list of help services that nobody has verified for long."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from help_services.listing import unverified
from workspace.decorators import WorkRequest, editor_required
from workspace.parameters import listed
from workspace.rendering import render_page

MOST_SHOWN = 100


@require_safe
@editor_required
def unverified_help_services(request: WorkRequest) -> HttpResponse:
    """Show editors the public help services that nobody verified for half a year; others get 404."""
    return render_page(
        request, "desk/help_services.html", "help-services", listed=listed(request, unverified(), MOST_SHOWN)
    )
