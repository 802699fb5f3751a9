"""The comparison of matters with what they are about: what waits has one, and none outlives what it is about.

Services open and close matters with the rows that they change. This makes up for what no service does: time that
passes, a release before this one that still runs during an upgrade, and rows that a command wrote.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast

from common.refusal import Refusal
from moderation.matters.registry import MatterKind, matter_kinds
from moderation.models import Matter
from moderation.services.matters.opening import close_matter

logger = logging.getLogger(__name__)

# Of each kind; the next run takes the rest.
MOST_IN_ONE_RUN = 200


def repair_matters() -> int:
    """Open missing matters of waiting objects, close those of others, at most 200 of a kind; return their number."""
    return sum(_repaired(kind, object_id) for kind in matter_kinds().values() for object_id in _unlike(kind))


def _unlike(kind: MatterKind) -> list[int]:
    """Return the ids of objects that wait without a matter, and of those that do not wait and have one."""
    try:
        return list(islice(_differences(kind), MOST_IN_ONE_RUN))
    except Exception:
        # The fault of one kind must not stop the others.
        logger.exception("The matters of the kind %s could not be compared.", kind.name)
        return []


def _differences(kind: MatterKind) -> Iterator[int]:
    rows = kind.waiting_rows()
    if rows is None:
        return
    matters = Matter.objects.waiting().filter(kind=kind.name)
    yield from rows.exclude(Exists(matters.filter(object_id=OuterRef("pk")))).values_list("pk", flat=True)
    # No model of a kind has a field of this name.
    same = rows.annotate(compared_id=Cast("pk", BigIntegerField())).filter(compared_id=OuterRef("object_id"))
    yield from matters.exclude(Exists(same)).values_list("object_id", flat=True)


def _repaired(kind: MatterKind, object_id: int) -> bool:
    """Open or close the matter of one object, as it is once it is locked; return False where that failed."""
    try:
        with transaction.atomic():
            _settle(kind, object_id)
    except Exception:
        logger.exception("The matter about %s %s could not be repaired.", kind.name, object_id)
        return False
    return True


def _settle(kind: MatterKind, object_id: int) -> None:
    rows = kind.waiting_rows()
    try:
        kind.lock(object_id)
    except Refusal:
        # What it was about is gone.
        close_matter(kind.name, object_id)
        return
    # Asked again under the lock: it may have changed since it was compared.
    if rows is not None and rows.filter(pk=object_id).exists():
        kind.open(object_id)
    else:
        close_matter(kind.name, object_id)
