"""Delete people's registrations at the date that they were told; the figures of their event stay."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.models import Gathering, Registration
from events.models.registration import RegistrationQuerySet
from events.outbox_events import PEOPLE_EXPIRED, GatheringPayload
from events.registration import services
from events.registration.places import locked
from outbox import handles, record
from outbox.models import Event


def due_people() -> RegistrationQuerySet:
    """Return the registrations whose date of deletion, in Cambodia, has come."""
    return Registration.objects.filter(delete_on__lte=timezone.localdate())


def count_overdue() -> int:
    """Return how many registrations should have been deleted yesterday or before."""
    return Registration.objects.filter(delete_on__lt=timezone.localdate()).count()


def record_due_deletions() -> None:
    """Record one event of the outbox for each gathering that has people to delete."""
    for gathering in due_people().order_by().values_list("gathering", flat=True).distinct():
        payload = GatheringPayload(gathering=gathering)
        with transaction.atomic():
            record(PEOPLE_EXPIRED, f"gathering:{gathering}", payload, key=f"people {gathering}")


@handles(PEOPLE_EXPIRED, name="events.delete_people")
def delete_people(event: Event) -> None:
    """Delete the people of a gathering whose date has come, with their check-ins, and log how many they were."""
    if not Gathering.objects.filter(pk=event.payload["gathering"]).exists():
        return
    with locked(event.payload["gathering"]) as gathering:
        _all, by_model = due_people().filter(gathering=gathering).delete()
        if count := by_model.get(Registration._meta.label, 0):
            log(instance=gathering, action="events.delete_people", data={"people": count})


@shared_task(name="events.delete_lapsed", ignore_result=True)
def delete_lapsed_task() -> None:
    """Delete registrations whose address nobody confirmed in 24 hours (Celery task)."""
    services.delete_lapsed()


@shared_task(name="events.forget", ignore_result=True)
def record_deletions_task() -> None:
    """Record the deletion of people whose date has come, which the outbox carries out (Celery task)."""
    record_due_deletions()
