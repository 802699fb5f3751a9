"""Passing items: one, all of a source for a day, and putting passed ones back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization
from press.deciding.decision import locked_waiting, record_decision
from press.log_actions import SOURCE_PASSED
from press.models import FetchState, Item, Source

if TYPE_CHECKING:
    from accounts.models import User

PASSED_FOR = dt.timedelta(days=1)


@transaction.atomic
def pass_item(item_id: int, editor: User, seen: str) -> Item:
    """Pass an item: it is not shown to editors again. Refusal for non-editors, or if it changed or was decided on.

    `seen` is the hash of what the editor read.
    """
    item = locked_waiting(item_id, editor, seen)
    record_decision(item, Item.State.PASSED, editor)
    item.save(update_fields=["state", "decided_by", "decided_at"])
    return item


@transaction.atomic
def put_back(item_ids: Collection[int], editor: User) -> int:
    """Let items that this editor passed wait again, and return their number. Raises Refusal for others than editors."""
    refuse_conflict(editor, Organization.objects.programme())
    passed = Item.objects.of_press().filter(pk__in=item_ids, state=Item.State.PASSED, decided_by=editor)
    return passed.update(state=Item.State.WAITING, decided_by=None, decided_at=None)


@transaction.atomic
def pass_source(source: Source, editor: User) -> list[int]:
    """Pass a source's waiting items and those of the next day; return ids of the former. Refusal for non-editors."""
    refuse_conflict(editor, Organization.objects.programme())
    now = timezone.now()
    # Locked before the items, as by the reading of its feed.
    state = FetchState.objects.select_for_update().get(source=source)
    state.passed_until = now + PASSED_FOR
    state.save(update_fields=["passed_until"])
    waiting = list(Item.objects.waiting().filter(source=source).select_for_update(of=("self",)))
    Item.objects.filter(pk__in=[item.pk for item in waiting]).update(
        state=Item.State.PASSED, decided_by=editor, decided_at=now
    )
    log(instance=source, action=SOURCE_PASSED, user=editor, data={"items": len(waiting)})
    return [item.pk for item in waiting]


@transaction.atomic
def stop_passing_source(source: Source, editor: User) -> None:
    """Let what a source brings wait for editors again, before its day is over. Raises Refusal for others than editors.

    What was passed meanwhile stays so.
    """
    refuse_conflict(editor, Organization.objects.programme())
    FetchState.objects.filter(source=source).update(passed_until=None)
