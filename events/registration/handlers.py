"""The job that sends mails to people who registered."""

from __future__ import annotations

from events.models import Registration
from events.outbox_events import REGISTRATION_MAIL
from events.registration.mails import is_true_now, registration_mail
from mail import sending
from mail.private_sending import hand_over_privately
from outbox import job
from outbox.models import Event


@job(REGISTRATION_MAIL, name="events.registration_mail", lease=sending.LEASE)
def send_registration_mail(event: Event) -> None:
    """Send the mail about a registration, unless the row is gone or the mail is outdated (outbox job)."""
    registrations = Registration.objects.select_related("gathering")
    registration = registrations.filter(pk=event.payload["registration"]).exclude(email="").first()
    template = event.payload["template"]
    if registration is not None and is_true_now(registration, template):
        mail = registration_mail(registration, template)
        if mail is not None:
            hand_over_privately(event, mail)
