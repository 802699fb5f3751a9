"""Who comes in, and in which language she is spoken to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.speaking import speak_to
from orgs.models import OrgContentPage, Role
from orgs.permissions import is_editor, is_member, may_see_draft, memberships


class WorkRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[..., HttpResponse]


def at_work(view: View) -> View:
    """Let in who is signed in, and answer in her language; the answer is kept by no cache."""

    @login_required
    @never_cache
    @wraps(view)
    def wrapped(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(request.user.language):
            return speak_to(request.user, view(request, *args, **kwargs), request)

    return wrapped


def for_editors(view: View) -> View:
    """Let in central editors; for everybody else there is nothing here."""

    @at_work
    @wraps(view)
    def wrapped(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def own_page(user: Any, page_id: int) -> OrgContentPage:
    """A page of an organization of which the user is a member, in its specific class. Raises Http404."""
    page = get_object_or_404(OrgContentPage, pk=page_id)
    if not is_member(user, page.organization_id):
        raise Http404
    return page.specific


def visible_page(user: Any, page_id: int) -> OrgContentPage:
    """A page that the user may read as a draft, in its specific class. Raises Http404."""
    page = get_object_or_404(OrgContentPage, pk=page_id)
    if not may_see_draft(user, page):
        raise Http404
    return page.specific


def show(request: WorkRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """Render workspace/`template` with what the frame needs to know; `section` is the main link that is current."""
    own = memberships(request.user)
    frame = {
        "section": section,
        "is_editor": is_editor(request.user),
        "is_member": bool(own),
        "is_manager": any(membership.role == Role.MANAGER for membership in own),
        "has_own_threads": any(not membership.organization.is_public for membership in own),
        # The guard leads nobody into the admin in whose name nothing may be written.
        "has_full_editor": is_editor(request.user) or any(m.organization.is_active for m in own),
    }
    return render(request, f"workspace/{template}", frame | context)
