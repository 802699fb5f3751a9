"""The addresses of the queue, with an editor's filters, and of what opens beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from moderation.models import Matter
from workspace.decorators import WorkRequest
from workspace.desk.desk_items import key_of, own_page
from workspace.desk.desk_list import DeskItem, desk_list
from workspace.desk.forms import QueueFilterForm

# The posted field that tells a decision beside the list from one on a page of its own.
STREAM = "stream"
# The parameter by which the page of a kind knows that it was opened from the queue, and with which filters.
FROM_DESK = "desk"


def is_in_stream(request: WorkRequest) -> bool:
    """Return whether the form of what is open beside the list was sent, after which the next thing opens."""
    return bool(request.POST.get(STREAM))


def is_from_desk(request: WorkRequest) -> bool:
    """Return whether the page that a kind of matters brings was opened from the queue."""
    return FROM_DESK in request.GET


def filters_from(request: WorkRequest) -> str:
    """Return the filters of the queue from which the page of a kind was opened, as a query string; "" without any."""
    # Read and written anew, so that it can be nothing but parameters of the queue.
    return QueryDict(request.GET.get(FROM_DESK, "")).urlencode()


def posted_filters(request: WorkRequest) -> QueryDict:
    """Return the parameters of the queue that stand in the posted field `back`; not checked."""
    # Read as a query string, so that it can be nothing but parameters of the queue, and no other address.
    return QueryDict(request.POST.get("back", ""), mutable=True)


def filtered_queue_url(request: WorkRequest) -> str:
    """Return the queue's path with the posted field `back` as its query, written anew but not checked."""
    query = posted_filters(request).urlencode()
    return reverse("workspace:queue") + (f"?{query}" if query else "")


def opened_url(item: DeskItem, filters: QueryDict, fragment: str = "open") -> str:
    """Return the address at which a thing opens: beside the list with these filters, or on the page of its kind.

    `fragment` is the id of the part of it that the browser scrolls to.
    """
    if path := own_page(item):
        return f"{path}{'&' if '?' in path else '?'}{urlencode({FROM_DESK: filters.urlencode()})}"
    query = filters.copy()
    query["open"] = key_of(item)
    # The fragment leads a browser without scripts, on a phone, to what is open.
    return f"{reverse('workspace:queue')}?{query.urlencode()}#{fragment}"


def next_url(request: WorkRequest, item: DeskItem) -> str:
    """Return where an editor goes after a decision on `item`: to the next thing beside the list, or to the queue.

    To the queue at the end of the list, and if she decided on a page of its own.
    """
    if not is_in_stream(request):
        return filtered_queue_url(request)
    return _behind(item, posted_filters(request), request.user)


def next_url_from(request: WorkRequest, kind: str, object_id: int) -> str:
    """Return where the page that a kind of matters brings leads on to, in the order of the queue; "" if not from there.

    To the next thing behind the object's latest matter, or to the queue at the end of the list.
    """
    matter = Matter.objects.about(kind, object_id).order_by("-pk").first() if is_from_desk(request) else None
    return _behind(matter, QueryDict(filters_from(request)), request.user) if matter else ""


def _behind(item: DeskItem, filters: QueryDict, editor: Any) -> str:
    following = desk_list(QueueFilterForm(filters).chosen(), editor).after(item, editor)
    if following:
        return opened_url(following, filters)
    query = filters.urlencode()
    return reverse("workspace:queue") + (f"?{query}" if query else "")
