"""The properties that everything on the desk has: it waits, it may be late, and an editor may have claimed it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User

# A claim ends when its editor has not worked on it for so long.
CLAIM_LASTS = timedelta(minutes=30)


class ClaimableMixin:
    """The state of the wait and of the claim, read from `state`, `due_at`, `claimed_by` and `claimed_at`.

    A claim holds while `claimed_at`, the editor's last activity, is younger than CLAIM_LASTS.
    """

    # Fields of the model that this is mixed into.
    State: Any
    state: Any
    due_at: Any
    claimed_by: Any
    claimed_at: Any

    @property
    def is_waiting(self) -> bool:
        """Return whether this submission or matter still waits for a decision."""
        return bool(self.state == self.State.WAITING)

    @property
    def is_late(self) -> bool:
        """Return whether this submission or matter still waits for a decision after its due time."""
        return bool(self.is_waiting and self.due_at < timezone.now())

    @property
    def holder(self) -> User | None:
        """Return the editor who holds the unexpired claim on this waiting submission or matter, or None."""
        # abs(), because after the clock was set back a claim must not last for days.
        if not (self.is_waiting and self.claimed_at and abs(timezone.now() - self.claimed_at) < CLAIM_LASTS):
            return None
        editor: User | None = self.claimed_by
        return editor

    @property
    def held_until(self) -> datetime | None:
        """Return the time at which the present claim of an editor expires; None without a claim."""
        return self.claimed_at + CLAIM_LASTS if self.claimed_at and self.holder else None
