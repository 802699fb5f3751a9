"""The mail that follows when something did not become public at its hour."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from moderation.models import Submission
from outbox import handles, mail
from outbox.models import Event


@handles("schedule.dropped")
def tell_that_it_is_not_public(event: Event) -> None:
    """Mail whoever sent it last: she counts on its being public."""
    rows = Submission.objects.select_related("submitted_by", "page")
    submission = rows.filter(pk=event.payload["submission"], submitted_by__is_active=True).first()
    if submission is None or submission.submitted_by is None:
        return
    person = submission.submitted_by
    context = {
        "person": person,
        "title": submission.title,
        "obstacle": event.payload["obstacle"],
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("workspace:home"),
    }
    with override(person.language):
        text = render_to_string("moderation/mail/schedule_dropped.txt", context)
    subject, _end, body = text.strip().partition("\n")
    mail.send(person.email, subject, body.strip() + "\n", language=person.language)
