"""A handler in whose middle a worker can be paused, and killed."""

from __future__ import annotations

import time

from django.conf import settings

from orgs.outbox_events import PAGE_PUBLISHED
from outbox import handles
from outbox.models import Event


@handles(PAGE_PUBLISHED, name="tests.hold")
def hold(event: Event) -> None:
    """Stay here while the file `hold` is there, and tell it; the effects before it are written, not yet committed."""
    while (settings.DATA / "hold").exists():
        (settings.DATA / "held").touch()
        time.sleep(0.02)
