"""Views of dead events for administrators: the events with their errors, and retrying them.

An event's payload is never shown: it may hold a mail to somebody, or a link that signs a person in.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from outbox import services, status
from outbox.models import Event, EventQuerySet

PAGE_SIZE = 50
# The most events at once: each is logged, so that more would take the request too long.
MAX_RETRIED = 500


class DeadLetterFilter(forms.Form):
    """The filter of the list of dead events."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    about = forms.CharField(label=gettext_lazy("About"), required=False, max_length=320)
    cause = forms.CharField(label=gettext_lazy("Cause"), required=False, max_length=320)

    def __init__(self, data: Any, kinds: list[str]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("All")), *((kind, kind) for kind in kinds)]

    def events(self) -> EventQuerySet:
        """Return the given-up outbox events that match this filter, latest first; none if it is invalid."""
        if not self.is_valid():
            return Event.objects.none()
        chosen = {
            "kind": self.cleaned_data["kind"],
            "stream__icontains": self.cleaned_data["about"],
            "error__icontains": self.cleaned_data["cause"],
        }
        return Event.objects.dead().filter(**{name: value for name, value in chosen.items() if value}).order_by("-id")


def check_administrator(request: HttpRequest) -> None:
    """Raise Http404 unless the request's user is an administrator (superuser)."""
    if not request.user.is_superuser:
        # 404 as for members: the admin tells nobody else that there is such a page.
        raise Http404


@require_safe
def dead(request: HttpRequest) -> HttpResponse:
    """Show the given-up outbox events, filtered, and the outbox's status; 404 for non-administrators (view)."""
    check_administrator(request)
    report = status.read_status()
    form = DeadLetterFilter(request.GET, [kind.kind for kind in report.kinds if kind.dead])
    # A payload may be a whole mail, and is never shown.
    page = Paginator(form.events().defer("payload"), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "status": report,
        "form": form,
        "page": page,
        # The links to other parts of the list, and the button for all, carry the same filter.
        "filtered": [(name, form[name].value() or "") for name in form.fields],
        "page_title": _("Dead letters"),
        "header_icon": "mail",
    }
    return render(request, "outbox/dead.html", context)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Set one given-up outbox event, or all that match the filter, pending again (POST); 404 for non-administrators."""
    check_administrator(request)
    kinds = list(Event.objects.dead().order_by().values_list("kind", flat=True).distinct())
    form = DeadLetterFilter(request.POST, kinds)
    number = request.POST.get("event", "")
    if number.isdecimal():
        # Longer numbers are no ids of any database; an empty list finds nothing.
        chosen = Event.objects.dead().filter(pk__in=[int(number)] if len(number) < 19 else [])
    elif "all" in request.POST:
        chosen = form.events()
    else:
        chosen = Event.objects.none()
    add_message(request, retry_dead(chosen, request.user))
    return redirect(reverse("outbox:dead"))


@transaction.atomic
def retry_dead(chosen: EventQuerySet, user: Any) -> int:
    """Set at most MAX_RETRIED of these given-up events pending again, log each; return the number. Checks no rights."""
    # Locked, so that two administrators do not both log the same event as retried.
    events = list(chosen.select_for_update().defer("payload")[:MAX_RETRIED])
    for event in events:
        log(instance=event, action="outbox.retry", user=user, data={"cause": event.error[:200]})
    return services.retry_dead([event.pk for event in events])


def add_message(request: HttpRequest, revived: int) -> None:
    """Show the administrator a message with the number of events that are tried again."""
    if revived:
        text = ngettext("%(count)s event is tried again.", "%(count)s events are tried again.", revived)
        messages.success(request, text % {"count": revived})
    else:
        messages.warning(request, _("None of these events is dead any more; nothing was changed."))
