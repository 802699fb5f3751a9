"""Memberships that a manager's views act on."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from orgs.models import Membership
from orgs.permissions import is_manager


def own_membership(user: Any, pk: int) -> Membership:
    """Return a membership by id. Raises Http404 unless the user manages its organization."""
    membership = get_object_or_404(Membership.objects.select_related("organization", "user"), pk=pk)
    if not is_manager(user, membership.organization_id):
        raise Http404
    return membership
