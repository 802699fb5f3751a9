"""The archives that managers ask for are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from operations.doctor.findings import SetupFinding, warning
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES
from takeout.models import TakeoutRequest

# Older failures need nobody any more: she has asked again, or not.
LOOKED_AT = timedelta(days=7)


@check(after=(*TABLES, "workers.outbox"))
def failed() -> Iterator[SetupFinding]:
    """Tell when an archive that a manager asked for in the last week could not be made."""
    asked = TakeoutRequest.objects.filter(ready_at=None, asked_at__gt=timezone.now() - LOOKED_AT)
    # Counted here, because has_failed is no column; so at most 100 rows.
    count = sum(request.has_failed for request in asked.select_related(None)[:100])
    if count:
        yield warning(
            f"Archives that managers asked for could not be made: {count}.",
            "See why takeout.asked fails: manage.py outbox status. Mend the cause, then manage.py outbox retry.",
        )
