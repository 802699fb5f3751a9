"""The permission policy of the sources in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from press.models import Source
from search.permissions import EditorsPolicy


class SourcesPolicy(EditorsPolicy):
    """A policy that allows everything to editors with the media of the press review, and nothing with own sites.

    An own site is added and removed by its organization's managers.
    """

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Source) -> bool:
        """Return whether the user is an editor, and the source a medium of the press review."""
        return instance.kind == Source.Kind.PRESS and self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Source]:
        """Return the media of the press review to editors, nothing to others."""
        return Source.objects.press() if self.user_has_any_permission(user, actions) else Source.objects.none()
