"""The address of the queue with an editor's filters."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from workspace.decorators import WorkRequest


def filtered_queue_url(request: WorkRequest) -> str:
    """Return the queue's path with the posted field `back` as its query, written anew but not checked."""
    # Read as a query string and written anew: so it can be nothing but parameters of the queue, and no other address.
    back = QueryDict(request.POST.get("back", ""), mutable=True)
    query = back.urlencode()
    return reverse("workspace:queue") + (f"?{query}" if query else "")
