"""The organization for which a person works just now.

It decides only what her workspace shows: permissions follow the organization of each page.
"""

from __future__ import annotations

from orgs.models import Organization
from orgs.permissions import memberships
from workspace.decorators import WorkRequest

KEY = "organization"


def current_organization(request: WorkRequest) -> Organization | None:
    """Return the organization that the user chose in this session, else her first; None without membership."""
    # memberships() is read once for each request, so asking again costs no query.
    own = [membership.organization for membership in memberships(request.user)]
    # She may have left the chosen organization since; then her first one counts.
    chosen = request.session.get(KEY)
    return next((organization for organization in own if organization.pk == chosen), own[0] if own else None)


def set_current_organization(request: WorkRequest, slug: str) -> bool:
    """Store in the session the organization (by slug) the user works for; False if she is no member."""
    for membership in memberships(request.user):
        if membership.organization.slug == slug:
            request.session[KEY] = membership.organization_id
            return True
    return False
