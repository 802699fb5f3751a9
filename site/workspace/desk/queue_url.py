"""The addresses of the queue, with an editor's filters, and of what opens beside it."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from workspace.decorators import WorkRequest
from workspace.desk.desk_items import key_of, own_page
from workspace.desk.desk_list import DeskItem, desk_list
from workspace.desk.forms import QueueFilterForm

# The posted field that tells a decision beside the list from one on a page of its own.
STREAM = "stream"


def is_in_stream(request: WorkRequest) -> bool:
    """Return whether the form of what is open beside the list was sent, after which the next thing opens."""
    return bool(request.POST.get(STREAM))


def posted_filters(request: WorkRequest) -> QueryDict:
    """Return the parameters of the queue that stand in the posted field `back`; not checked."""
    # Read as a query string, so that it can be nothing but parameters of the queue, and no other address.
    return QueryDict(request.POST.get("back", ""), mutable=True)


def filtered_queue_url(request: WorkRequest) -> str:
    """Return the queue's path with the posted field `back` as its query, written anew but not checked."""
    query = posted_filters(request).urlencode()
    return reverse("workspace:queue") + (f"?{query}" if query else "")


def opened_url(item: DeskItem, filters: QueryDict) -> str:
    """Return the address at which a thing opens: beside the list with these filters, or on the page of its kind."""
    query = filters.copy()
    query["open"] = key_of(item)
    # The fragment leads a browser without scripts, on a phone, to what is open.
    return own_page(item) or f"{reverse('workspace:queue')}?{query.urlencode()}#open"


def next_url(request: WorkRequest, item: DeskItem) -> str:
    """Return where an editor goes after a decision on `item`: to the next thing beside the list, or to the queue.

    To the queue at the end of the list, and if she decided on a page of its own.
    """
    if not is_in_stream(request):
        return filtered_queue_url(request)
    filters = posted_filters(request)
    following = desk_list(QueueFilterForm(filters).chosen(), request.user).after(item, request.user)
    return opened_url(following, filters) if following else filtered_queue_url(request)
