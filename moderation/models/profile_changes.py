"""Changes of organizations' profiles, which an editor looks at as at every page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_MESSAGE
from orgs.models import Organization


class ProfileChangeQuerySet(models.QuerySet["ProfileChange"]):
    """The database queries about changes of profiles."""

    def waiting(self) -> ProfileChangeQuerySet:
        """Return the changes of profiles on which no editor has decided yet."""
        return self.filter(state=ProfileChange.State.WAITING)


class ProfileChange(models.Model):
    """A change that a manager makes to her organization's profile, and the editor's decision on it.

    `before` and `after` are profiles as orgs.profile keeps them. `is_public` is set when the organization is trusted:
    then the change is public at once and the editor looks at it afterwards.
    """

    class State(models.TextChoices):
        """The states of a change of a profile."""

        WAITING = "waiting", _("waits")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="profile_changes")
    before = models.JSONField()
    after = models.JSONField()
    is_public = models.BooleanField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Everybody whose words may be in it: a change replaces one that waits, and may keep its words.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=LONGEST_MESSAGE, blank=True)

    objects = ProfileChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state="waiting"), name="moderation_one_profile_change_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.proposed_at:%Y-%m-%d}"

    @property
    def changed(self) -> list[str]:
        """Return the names of the profile fields that this change gives another value."""
        return [name for name, value in self.after.items() if self.before.get(name) != value]

    def written_by(self) -> set[int]:
        """Return the ids of the users who wrote any part of this change or of changes it replaced."""
        proposed_by = {self.proposed_by_id} if self.proposed_by_id else set()
        return proposed_by | set(self.writers.values_list("pk", flat=True))

    def undone(self, now: dict[str, Any]) -> dict[str, Any]:
        """Return the profile values `now` with this change undone, except fields changed again since."""
        return {name: self.before[name] if value == self.after[name] else value for name, value in now.items()}
