"""The check that an item may still be taken or passed: its row is locked, and a refusal says why it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization
from press.models import Item
from press.models.items import WAITS_FOR

if TYPE_CHECKING:
    from accounts.models import User


def locked_waiting(item_id: int, editor: User, seen: str) -> Item:
    """Return a press item, its row locked. Refusal for a non-editor, or if it is gone, decided, old or not as `seen`.

    `seen` is the hash of what the editor read (Item.content_hash).
    """
    refuse_conflict(editor, Organization.objects.programme())
    rows = Item.objects.of_press().select_for_update(of=("self",)).select_related("source")
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise Refusal(_("It is gone: its source has not listed it for 30 days."), code="item_gone")
    if item.state != Item.State.WAITING:
        raise Refusal(describe_item_state(item), code="already_decided")
    if timezone.now() - item.seen_at > WAITS_FOR:
        raise Refusal(_("It came more than 30 days ago, and is no news any more."), code="item_old")
    if item.content_hash != seen:
        raise Refusal(_("It was changed meanwhile. Read it again before you decide."), code="content_changed")
    return item


def describe_item_state(item: Item) -> str:
    """Return a sentence about an item's state: it waits, or who took or passed it, or that its clipping was removed."""
    name = item.decided_by.name if item.decided_by else _("Somebody")
    said = {
        Item.State.WAITING: _("It waits for an editor."),
        Item.State.TAKEN: _("%(name)s has taken it already."),
        Item.State.PASSED: _("%(name)s has passed it already."),
        Item.State.WITHDRAWN: _("Its clipping was removed. It does not come again."),
    }
    return said[Item.State(item.state)] % {"name": name}


def record_decision(item: Item, state: Item.State, editor: User) -> None:
    """Set, without saving, an editor's decision on a locked item."""
    item.state, item.decided_by, item.decided_at = state, editor, timezone.now()
