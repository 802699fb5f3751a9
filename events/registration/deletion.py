"""Delete people's registrations at the date that they were told, or later where the event was moved.

The figures of their event stay.
"""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from events.models import EventPage, Gathering, Registration
from events.models.registration import RegistrationQuerySet
from events.outbox_events import PEOPLE_EXPIRED, GatheringPayload
from events.registration import services
from events.registration.waiting_list import locked
from orgs.outbox_events import PAGE_PUBLISHED
from outbox import handles, record
from outbox.models import Event

# An event that was moved needs its people until it is over and its figures are counted.
KEPT_AFTER_THE_END = timedelta(days=7)


def due_people() -> RegistrationQuerySet:
    """Return the registrations whose date of deletion is today or before, by the date in Cambodia."""
    return Registration.objects.filter(delete_on__lte=timezone.localdate())


def count_overdue() -> int:
    """Return the number of registrations whose date of deletion was yesterday or before."""
    return Registration.objects.filter(delete_on__lt=timezone.localdate()).count()


def record_due_deletions() -> None:
    """Record an outbox event for each gathering with registrations due to be deleted; it deletes none itself."""
    for gathering in due_people().order_by().values_list("gathering", flat=True).distinct():
        payload = GatheringPayload(gathering=gathering)
        with transaction.atomic():
            record(PEOPLE_EXPIRED, f"gathering:{gathering}", payload, key=f"people {gathering}")


@handles(PEOPLE_EXPIRED, name="events.delete_people")
def delete_people(event: Event) -> None:
    """Delete an event's registrations whose date of deletion has come, and log the number (outbox handler)."""
    if not Gathering.objects.filter(pk=event.payload["gathering"]).exists():
        return
    with locked(event.payload["gathering"]) as gathering:
        # First: the handler of a later publication may not have run yet.
        postpone(gathering)
        # by_model, because the number of all counts check-ins too.
        _all, by_model = due_people().filter(gathering=gathering).delete()
        if count := by_model.get(Registration._meta.label, 0):
            log(instance=gathering, action="events.delete_people", data={"people": count})


@handles(PAGE_PUBLISHED, name="events.postpone_deletion")
def postpone_after_move(event: Event) -> None:
    """Keep the people of an event whose page was published with a later end until a week after it (outbox handler)."""
    published = EventPage.objects.filter(pk=event.payload["page"])
    for gathering_id in Gathering.objects.filter(key__in=published.values("translation_key")).values_list(
        "pk", flat=True
    ):
        with locked(gathering_id) as gathering:
            postpone(gathering)


def postpone(gathering: Gathering) -> None:
    """Move too early dates of deletion of active registrations to a week after the event's end; call it locked.

    Who has cancelled is not needed any more, and keeps the date that she was told.
    """
    # A draft with another date does not count, only a public page.
    pages = EventPage.objects.filter(translation_key=gathering.key, live=True)
    if (ends_at := pages.aggregate(latest=Max("ends_at"))["latest"]) is not None:
        earliest = timezone.localdate(ends_at) + KEPT_AFTER_THE_END
        gathering.registrations.active().filter(delete_on__lt=earliest).update(delete_on=earliest)


@shared_task(name="events.delete_lapsed", ignore_result=True)
def delete_lapsed_task() -> None:
    """Delete registrations unconfirmed by mail, move uncalled ones of full events to waiting lists (Celery task)."""
    services.delete_lapsed()
    services.free_uncalled()


@shared_task(name="events.forget", ignore_result=True)
def record_deletions_task() -> None:
    """Record outbox events that will delete the registrations whose date of deletion has come (Celery task)."""
    record_due_deletions()
