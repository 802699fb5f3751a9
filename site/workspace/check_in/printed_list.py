"""The list of registrations as PDF, to be printed and signed at the door."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.models import Gathering
from events.papers.rendering import PaperError, render_paper
from events.papers.views import pdf_response, refuse_paper
from workspace.check_in.door_views import own_gathering
from workspace.check_in.lists import DoorList
from workspace.decorators import WorkRequest, account_required

TEMPLATE = "workspace/check_in/printed_list.html"


def list_context(gathering: Gathering) -> dict[str, Any]:
    """Return the template context of an event's printed check-in list: organization name and DoorList.

    No telephone and no address. Keys: organization, door (DoorList).
    """
    return {"organization": gathering.organization.name, "door": DoorList(gathering)}


@require_safe
@account_required
def printed_list(request: WorkRequest, gathering_id: int) -> HttpResponse:
    """Send a member the list of people of her organization's event as a PDF; 503 if it fails, 404 for non-members.

    It is made anew each time and stored nowhere, because people in it are deleted at their date.
    """
    gathering = own_gathering(request, gathering_id)
    try:
        pdf = render_paper(TEMPLATE, list_context(gathering))
    except PaperError:
        return refuse_paper(request, reverse("workspace:check-in", args=[gathering.pk]))
    return pdf_response(pdf, f"list-{gathering.pk}.pdf")
