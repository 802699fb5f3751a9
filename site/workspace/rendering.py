"""Rendering of the workspace's pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from orgs.models import Role
from orgs.permissions import is_editor, memberships, translator_memberships
from workspace.decorators import WorkRequest


def render_page(request: WorkRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """Render a workspace template with the frame around it; `section` is the main link shown as current."""
    # The view's values win over those of the frame.
    return render(request, f"workspace/{template}", page_frame(request, section) | context)


def page_frame(request: WorkRequest, section: str = "") -> dict[str, Any]:
    """Return the template context of the frame of workspace pages: the user's roles, which decide the links."""
    own, translates = memberships(request.user), translator_memberships(request.user)
    return {
        "section": section,
        "is_editor": is_editor(request.user),
        "is_member": bool(own),
        "is_translator": bool(translates),
        "is_manager": any(membership.role == Role.MANAGER for membership in own),
        "has_own_threads": any(not membership.organization.is_public for membership in (*own, *translates)),
        # The tenant guard lets nobody into the admin whose organizations are all inactive.
        "has_full_editor": is_editor(request.user) or any(m.organization.is_active for m in own),
    }
