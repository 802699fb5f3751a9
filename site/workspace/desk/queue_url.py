"""The address of the queue as an editor had filtered it."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from workspace.decorators import WorkRequest


def filtered_queue_url(request: WorkRequest) -> str:
    """The desk as it was narrowed when a form was sent from it."""
    back = QueryDict(request.POST.get("back", ""), mutable=True)
    query = back.urlencode()
    return reverse("workspace:queue") + (f"?{query}" if query else "")
