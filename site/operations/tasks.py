"""What beat wakes the worker for, of those who run the portal."""

from celery import shared_task
from django.utils import timezone

from operations.models import Heartbeat


@shared_task(name="operations.heartbeat", ignore_result=True)
def heartbeat() -> None:
    """Record that beat, broker and worker work together (operations.doctor reads it)."""
    Heartbeat.objects.update_or_create(name=Heartbeat.Name.BEAT, defaults={"at": timezone.now()})
