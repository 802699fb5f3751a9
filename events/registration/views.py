"""The pages by which somebody registers for an event."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import CatalogEntry
from common.client_address import client_address
from common.rate_limit import DAY, HOUR, RateLimit
from common.refusal import Refusal
from events.event_list import add_venues
from events.kinds import EVENT
from events.models import EventPage, Gathering
from events.registration import services
from events.registration.forms import RegisterForm
from events.registration.places import PlacesWord, public_word, taken_places
from events.registration.rules import deletion_date, hours_to_confirm

# Participants of one office or village register over one connection. Not more than mail.unsolicited lets it write to:
# whoever registers must get her mail, or be told.
FROM_CONNECTION = RateLimit("registration for an event", 20, HOUR)
# Else one connection could hold all places of an event, again and again, with addresses that nobody confirms.
FOR_ONE_EVENT = RateLimit("registration for one event", 40, DAY)
TOO_MANY = _(
    "Too many people registered over your connection. Please try again later, or ask the organization to add you."
)


class OpenEvent(NamedTuple):
    """A public event with its gathering, its page, and the word for its places."""

    entry: CatalogEntry
    page: EventPage
    gathering: Gathering
    word: PlacesWord


def public_event(page_id: int) -> OpenEvent:
    """Return a public event with page, gathering and places word. Raises Http404 if it has no registration."""
    entries = CatalogEntry.objects.public().for_lists().filter(type=EVENT.name)
    # 2**31: PostgreSQL fails on a larger number in an integer column.
    entry = entries.filter(pk=page_id).first() if page_id < 2**31 else None
    gathering = Gathering.objects.filter(key=entry.translation_key).first() if entry else None
    if entry is None or gathering is None:
        raise Http404
    page = EventPage.objects.select_related("locale", "organization").filter(pk=entry.pk).first()
    if page is None:  # deleted since its row was read
        raise Http404
    add_venues([entry])
    return OpenEvent(entry, page, gathering, public_word(page, gathering, taken_places(gathering)))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show everybody the form of a public event with registration, else 404; a valid POST registers and redirects.

    The answer is the same for every mail address; who left a telephone number gets to her own page. Over one
    connection at most 20 registrations an hour, and 40 a day for one event.
    """
    event = public_event(page_id)
    form = RegisterForm(request.POST if request.method == "POST" else None, gathering=event.gathering)
    if request.method == "POST" and form.is_valid():
        # A program filled the hidden field: it gets the same answer, but nothing is done.
        if form.cleaned_data["nickname"]:
            return redirect("registration-sent", page_id)
        if _is_limited(event.gathering, client_address(request)):
            form.add_error(None, TOO_MANY)
        elif answer := _register(request, form, event):
            return answer
    context = _context(event) | {"form": form}
    return render(request, "events/registration/register.html", context)


def _is_limited(gathering: Gathering, client: str) -> bool:
    """Count a registration for an event by a client; return whether that are too many, of all events or of this."""
    return FROM_CONNECTION.is_exceeded_by(client) or FOR_ONE_EVENT.is_exceeded_by(f"{gathering.pk} {client}")


def _register(request: HttpRequest, form: RegisterForm, event: OpenEvent) -> HttpResponse | None:
    answers = form.answers()
    try:
        done = services.register(event.gathering.pk, form.token(), answers, client_address(request))
    except Refusal as refusal:
        # These two are of the contact that was typed, and are shown beside its box.
        form.add_error("reach" if refusal.code in ("number", "mail") else None, str(refusal))
        return None
    if answers["email"]:
        # Without the token, which is secret: whoever typed the address need not be its owner.
        return redirect("registration-sent", event.entry.pk)
    # A telephone gets no mail, so the page itself is shown.
    return redirect("registration", done.registration.token)


@never_cache
@require_safe
def sent(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show everybody the page that says that a mail to confirm a registration was sent; 404 if no public event."""
    event = public_event(page_id)
    context = _context(event) | {"hours": hours_to_confirm(event.gathering, timezone.now())}
    return render(request, "events/registration/sent.html", context)


def _context(event: OpenEvent) -> dict[str, object]:
    return {
        "section": "events",
        "entry": event.entry,
        "gathering": event.gathering,
        "word": event.word,
        "purpose": event.gathering.purpose_in(get_language() or "en"),
        "delete_on": deletion_date(event.gathering, event.page.ends_at),
    }
