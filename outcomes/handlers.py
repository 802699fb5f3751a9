"""Handler that mails an organization's managers about recommendations without an answer."""

from __future__ import annotations

from accounts.models import User
from mail import sending
from mail.composer import compose, site_address
from orgs.mails import work_for
from orgs.models import Organization, Role
from outbox import handles
from outbox.models import Event
from outcomes.outbox_events import RECOMMENDATIONS_UNANSWERED
from outcomes.reminders import unanswered_entries


@handles(RECOMMENDATIONS_UNANSWERED, name="outcomes.remind_managers")
def remind_managers(event: Event) -> None:
    """Record a mail to each manager of an active organization about its unanswered recommendations (outbox handler)."""
    organization = Organization.objects.filter(pk=event.payload["organization"]).first()
    # An organization may have been suspended since the event was recorded.
    if organization is None or not organization.is_active:
        return
    managers = User.objects.filter(
        memberships__organization=organization, memberships__role=Role.MANAGER, is_active=True
    )
    # In each one's own language, so composed for each.
    for person in managers.distinct():
        # Meanwhile everything may have been answered.
        entries = unanswered_entries(event.payload["pieces"], person.language)
        if not entries:
            continue
        context = {"entries": entries, "person": person, "settings": f"{site_address()}/workspace/mail/"}
        composed = compose("outcomes/mail/unanswered", person.language, context)
        identity = f"unanswered:{event.pk}:{person.pk}"
        sending.send(
            person.email,
            composed.subject,
            composed.text,
            composed.html,
            person.language,
            key=identity,
            identity=identity,
            concerning=work_for(organization.pk),
        )
