"""The context of the desk's line with "undo", and of decisions that could not be carried out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from moderation.models import HeldDecision, Submission


@dataclass(frozen=True)
class HeldLine:
    """An editor's held decisions, newest first: the numbers of each, and when the last of them takes effect."""

    decisions: list[HeldDecision]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return pairs of decision and number, in the order of HeldDecision.Decision, without zeros."""
        many = Counter(each.decision for each in self.decisions)
        return [(decision, many[decision]) for decision in HeldDecision.Decision.values if many[decision]]

    @property
    def ends(self) -> datetime:
        """Return the time at which the last of these decisions takes effect."""
        return max(each.effective_at for each in self.decisions)


def held_context(editor: Any) -> dict[str, Any]:
    """Return the template context `held` (HeldLine or None) and `dropped` (list) of an editor, in one query.

    A held decision is left out when its submission no longer waits, because its organization took it back.
    """
    stands = Q(why_dropped="", submission__state=Submission.State.WAITING)
    rows = HeldDecision.objects.filter(stands | ~Q(why_dropped=""), editor=editor)
    rows = rows.select_related("submission__page__locale").order_by("-effective_at", "-pk")
    decided = list(rows)
    held = [each for each in decided if not each.why_dropped]
    dropped = [each for each in decided if each.why_dropped]
    return {"held": HeldLine(held) if held else None, "dropped": dropped}
