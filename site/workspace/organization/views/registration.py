"""The registration of an event, for the members of its organization: open it, see and add people, call them."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from events.models import EventPage, Gathering, Registration
from events.registration import officer_services as services
from events.registration.forms import AddForm, GatheringForm
from events.registration.opening import change_registration, gathering_of, open_registration, proposed
from events.registration.places import taken_places
from events.registration.rules import HOURS_TO_CALL, HOURS_TO_CALL_NEAR_CLOSING, deletion_date, to_be_called
from workspace.decorators import WorkRequest, account_required
from workspace.pages import own_page
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

PEOPLE_A_PAGE = 100


def own_event(request: WorkRequest, page_id: int) -> EventPage:
    """Return an event's page by id. Raises Http404 unless it is an event of an organization of the user."""
    page = own_page(request.user, page_id)
    if not isinstance(page, EventPage):
        raise Http404
    return page


def gathering_or_none(page: EventPage) -> Gathering | None:
    """Return an event's registration, None if none was opened. Raises Http404 if another organization's."""
    gathering = gathering_of(page)
    if gathering is not None and gathering.organization_id != page.organization_id:
        raise Http404
    return gathering


def own_gathering(request: WorkRequest, page_id: int) -> tuple[EventPage, Gathering]:
    """Return an event's page and its registration. Raises Http404 if not the user's, or none was opened."""
    page = own_event(request, page_id)
    gathering = gathering_or_none(page)
    if gathering is None:
        raise Http404
    return page, gathering


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def registration_settings(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member the form that opens or changes an event's registration (POST saves); 404 for non-members."""
    page = own_event(request, page_id)
    gathering = gathering_or_none(page)
    initial = proposed(page) if gathering is None else None
    form = GatheringForm(request.POST if request.method == "POST" else None, instance=gathering, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = partial(open_registration, page) if gathering is None else partial(change_registration, gathering)
        if run_service(request, partial(act, form.cleaned_data, request.user), _("Saved"), form=form):
            return redirect("workspace:registration", page_id)
    context = {"page": page, "gathering": gathering, "form": form, "organization": page.organization}
    return render_page(request, "organization/registration_settings.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def registration(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member her event's registrations; a POST notes a call, cancels or gives a place; 404 for non-members."""
    page = own_event(request, page_id)
    gathering = gathering_or_none(page)
    if gathering is None:
        return redirect("workspace:registration-settings", page_id)
    # No form: each button carries the whole choice, so there is nothing to keep after a refusal.
    if request.method == "POST":
        _act(request, gathering)
        # With the query string: she returns to the part of the list on which she was.
        return redirect(request.get_full_path())
    context = {
        "page": page,
        "organization": page.organization,
        "gathering": gathering,
        "taken": taken_places(gathering),
        "hours_to_call": HOURS_TO_CALL,
        "hours_near_closing": HOURS_TO_CALL_NEAR_CLOSING,
        "called": listed(request, to_be_called(gathering), PEOPLE_A_PAGE, "calls"),
        "people": listed(request, gathering.registrations.registered().order_by("number"), PEOPLE_A_PAGE),
        "waiting": listed(request, gathering.registrations.waiting(), PEOPLE_A_PAGE, "waiting"),
        "cancelled": gathering.registrations.filter(state=Registration.State.CANCELLED).count(),
    }
    return render_page(request, "organization/registration.html", **context)


def _act(request: WorkRequest, gathering: Gathering) -> None:
    """Do what was chosen for one person, and say what came of it. Raises Http404 for what is no act or no id.

    Who was deleted and who registered elsewhere are answered alike: not on this list.
    """
    number = request.POST.get("id", "")
    # Longer numbers are no ids of any database.
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    # Without a row, the services refuse it by its id.
    person = gathering.registrations.filter(pk=int(number)).first() or Registration(pk=int(number), gathering=gathering)
    act = {
        "called": (services.mark_called, _("Noted: she was called.")),
        "cancel": (services.cancel, _("Cancelled. The next one who waits gets the place.")),
        "place": (services.give_place, _("She has a place now.")),
    }.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    service, told = act
    run_service(request, partial(service, person, request.user), told)


# Names and telephone numbers are kept out of reports of errors.
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def add_person(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member the form to register a person for her event by hand; a POST adds them; 404 for non-members."""
    page, gathering = own_gathering(request, page_id)
    form = AddForm(request.POST if request.method == "POST" else None, gathering=gathering)
    if request.method == "POST" and form.is_valid():
        add = partial(services.add, gathering, form.token(), form.answers(), request.user)
        if run_service(request, add, _told, form=form):
            return redirect("workspace:registration", page_id)
    context = {"page": page, "organization": page.organization, "gathering": gathering, "form": form}
    context["purpose"] = gathering.purpose_in(request.user.language)
    context["delete_on"] = deletion_date(gathering, page.ends_at)
    return render_page(request, "organization/registration_add.html", **context)


def _told(person: Registration) -> str:
    # Without the name: messages are kept with the session until they are shown.
    if person.state == Registration.State.REGISTERED:
        return _("Added, with a place. The letters for the door: %(code)s") % {"code": person.spaced_code}
    return _("Added to the waiting list.")


@require_safe
@account_required
def printed_list(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member her event's registered people by name, as a list to print; 404 for non-members (view)."""
    page, gathering = own_gathering(request, page_id)
    people = gathering.registrations.registered().order_by("name", "number")
    context = {"page": page, "organization": page.organization, "gathering": gathering, "people": people}
    return render_page(request, "organization/registration_list.html", **context)
