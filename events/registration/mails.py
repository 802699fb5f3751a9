"""The mails to people who registered, composed when they are sent."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from catalog.models import CatalogEntry
from events.attendance.check_in_code import qr_png
from events.calendar import one_event_file
from events.models import Registration
from events.registration.rules import event_page, hours_to_confirm
from mail.composer import compose, site_address
from mail.message import Attachment

State = Registration.State
# In which states each mail is still true when it is sent.
STATES = {
    "ask": (State.REGISTERED, State.WAITING),
    "again": (State.REGISTERED, State.WAITING),
    "place": (State.REGISTERED,),
    "waiting": (State.WAITING,),
    "cancelled": (State.CANCELLED,),
}


def own_page_address(registration: Registration) -> str:
    """Return the absolute address of the secret page on which a person sees her registration."""
    return site_address() + reverse("registration", args=[registration.token])


def is_true_now(registration: Registration, template: str) -> bool:
    """Return whether a mail template still fits a registration's state; "ask" not once it is confirmed."""
    # "again" is true also for a confirmed one: it answers somebody who registers twice.
    is_answered = template == "ask" and registration.confirmed_at is not None
    return registration.state in STATES[template] and not is_answered


def registration_mail(registration: Registration, template: str) -> dict[str, Any] | None:
    """Return a composed mail about a registration, as mail.sending takes it; None if the event has no page left.

    The mail that says that the person has a place carries the calendar file and the QR code.
    """
    # The page in the person's language, else in the other: asked when the mail is sent, for it may be gone by then.
    page = event_page(registration.gathering, registration.language)
    if page is None:
        return None
    link = own_page_address(registration)
    context = {
        "registration": registration,
        "page": page,
        "organization": page.organization,
        "link": link,
        "hours": hours_to_confirm(registration.gathering, registration.created_at),
    }
    mail = compose(f"events/mail/{template}", registration.language, context)
    return {
        "to": registration.email,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": registration.language,
        "headers": {},
        "attachments": attachments(registration, page.pk) if template == "place" else [],
    }


def attachments(registration: Registration, page_id: int) -> list[Attachment]:
    """Return the attachments of a mail: a registration's QR code as PNG, and the calendar file of a public event.

    A calendar may be shared: it leads to the event's page, never to the person's own.
    """
    found = [Attachment(f"{registration.code}.png", qr_png(registration), "image/png")]
    # The event may be unpublished since: then the mail has no calendar file, which would lead to a 404.
    entry = CatalogEntry.objects.public().for_lists().filter(pk=page_id).first()
    if entry is not None:
        found.append(Attachment("event.ics", one_event_file(entry, site_address() + entry.url), "text/calendar"))
    return found
