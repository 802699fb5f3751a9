"""The pages of one's own registration, opened by the link that is hers alone; 404 alike for unknown and deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import CatalogEntry
from common.refusal import Refusal
from events.attendance.check_in_code import qr_svg
from events.calendar import one_event_file
from events.models import Registration
from events.models.registration import TOKEN_LENGTH
from events.registration import services
from events.registration.forms import AnswersForm
from events.registration.rules import event_page, hours_to_call, hours_to_confirm, is_to_be_called
from mail.composer import site_address

# The fields of Registration that hold what a person said of herself.
ANSWERS = {"name", "phone", "email", "sex", "organization_kind", "age_band", "place", "disability"}
OwnView = Callable[..., HttpResponse]


def of_own_registration(view: OwnView) -> OwnView:
    """Wrap a view: look up the registration by its secret token and use its language; 404 for an unknown token."""

    # No copy of the page in a cache: others may use the same telephone.
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        registrations = Registration.objects.select_related("gathering__organization", "place")
        # No text of another length is a token: the database is not asked for it.
        found = registrations.filter(token=token).first() if len(token) == TOKEN_LENGTH else None
        if found is None:
            raise Http404
        # Her language, whatever the browser asks for: the link in a mail has no language.
        with override(found.language):
            try:
                return view(request, found)
            # Deleted since it was read, in another tab or at its date.
            except Registration.DoesNotExist:
                raise Http404 from None

    return wrapped


@of_own_registration
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show a person the page of her registration (found by secret token); a POST confirms it and redirects."""
    if request.method == "POST":
        services.confirm(registration)
        return _redirect("registration", registration, "?done=confirmed")
    return render(request, "events/registration/own.html", _context(request, registration))


@of_own_registration
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show a person the form with her answers in her registration; a valid POST saves them and redirects."""
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, gathering=registration.gathering, person=registration)
    if request.method == "POST" and form.is_valid():
        services.change(registration, form.answers())
        return _redirect("registration", registration, "?done=changed")
    return render(request, "events/registration/change.html", _context(request, registration) | {"form": form})


@of_own_registration
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask a person whether to cancel her registration; a POST cancels it and redirects, or shows the refusal."""
    context = _context(request, registration)
    if request.method == "POST":
        try:
            services.cancel(registration)
            return _redirect("registration", registration)
        except Refusal as refusal:
            context["refusal"] = str(refusal)
    return render(request, "events/registration/cancel.html", context)


@of_own_registration
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask a person whether to delete her registration with all data of it; a POST deletes it and says so."""
    context = _context(request, registration)
    if request.method == "POST":
        services.delete(registration)
        return render(request, "events/registration/deleted.html", {"section": "events", "page": context["page"]})
    return render(request, "events/registration/delete.html", context)


@of_own_registration
@require_safe
def calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Serve the iCalendar file of the event of a person's registration; 404 where the event's page is not public."""
    page = event_page(registration.gathering, registration.language)
    entry = CatalogEntry.objects.public().for_lists().filter(pk=page.pk).first() if page else None
    # A calendar may be shared, so it leads to the public page; without one there is nothing to lead to.
    if entry is None:
        raise Http404
    body = one_event_file(entry, site_address() + entry.url)
    disposition = {"Content-Disposition": 'attachment; filename="event.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=disposition)


def kept_of(registration: Registration) -> list[str]:
    """Return the translated names of what is stored of a person in her registration, empty answers left out."""
    fields = [field for field in Registration._meta.concrete_fields if field.name in ANSWERS]
    # attname, for a province: its id says whether there is one, without a query.
    kept = [str(field.verbose_name) for field in fields if getattr(registration, field.attname)]
    return [*kept, _("when you came")] if registration.check_ins.exists() else kept


def _redirect(name: str, registration: Registration, query: str = "") -> HttpResponse:
    return redirect(reverse(name, args=[registration.token]) + query)


def _context(request: HttpRequest, registration: Registration) -> dict[str, Any]:
    is_confirmed = registration.confirmed_at is not None
    return {
        "section": "events",
        "registration": registration,
        "organization": registration.gathering.organization,
        "page": event_page(registration.gathering, registration.language),
        "must_confirm": registration.is_active and bool(registration.email) and not is_confirmed,
        "hours": hours_to_confirm(registration.gathering, registration.created_at),
        "is_to_be_called": is_to_be_called(registration),
        "hours_to_call": hours_to_call(registration.gathering, registration.created_at),
        "has_place": registration.state == Registration.State.REGISTERED,
        "is_waiting": registration.state == Registration.State.WAITING,
        "kept": kept_of(registration),
        "done": request.GET.get("done", ""),
        # segno writes the element of numbers alone.
        "qr": mark_safe(qr_svg(registration)),  # noqa: S308
    }
