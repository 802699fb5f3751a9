"""The permission policy of search terms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from orgs.permissions import EDITORS_GROUP, is_editor


class EditorsPolicy(BasePermissionPolicy):
    """A policy that allows everything to editors and administrators, and nothing to others."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user is an editor (or administrator), whatever the action."""
        return is_editor(user)

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """Return the active editors and administrators, whatever the actions."""
        # The same rule as is_editor, as a query.
        who = Q(is_superuser=True) | Q(groups__name=EDITORS_GROUP)
        return get_user_model().objects.filter(who, is_active=True).distinct()
