"""Look-ups of a page by its id, for somebody who may work on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from orgs.models import OrgContentPage
from orgs.permissions import is_member, may_see_draft


def own_page(user: Any, page_id: int) -> OrgContentPage:
    """Return an organization's page by id. Raises Http404 unless the user is a member of the organization.

    It is in its specific class.
    """
    page = get_object_or_404(OrgContentPage, pk=page_id)
    if not is_member(user, page.organization_id):
        raise Http404
    return page.specific


def visible_page(user: Any, page_id: int) -> OrgContentPage:
    """Return an organization's page by id. Raises Http404 unless the user may see its drafts.

    It is in its specific class.
    """
    page = get_object_or_404(OrgContentPage, pk=page_id)
    if not may_see_draft(user, page):
        raise Http404
    return page.specific
