"""Look-ups of a page by its id, for somebody who may work on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from orgs.models import OrgContentPage
from orgs.permissions import is_member, may_see_draft, may_translate
from translations.permissions import may_read_for_translation, pages_to_translate


def own_page(user: Any, page_id: int) -> OrgContentPage:
    """Return an organization's page by id. Raises Http404 unless the user is a member of the organization.

    It is in its specific class.
    """
    page = get_object_or_404(OrgContentPage, pk=page_id)
    if not is_member(user, page.organization_id):
        raise Http404
    return page.specific


def sendable_page(user: Any, page_id: int) -> OrgContentPage:
    """Return an organization's page by id. Raises Http404 unless a member, or a translator into its language, asks.

    It is in its specific class.
    """
    page = get_object_or_404(OrgContentPage.objects.select_related("locale"), pk=page_id)
    if not (
        is_member(user, page.organization_id) or may_translate(user, page.organization_id, page.locale.language_code)
    ):
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


def translated_page(user: Any, page_id: int) -> OrgContentPage:
    """Return a page that a member or a translator may read beside its translation. Raises Http404 for others.

    It is in its specific class.
    """
    page = get_object_or_404(OrgContentPage.objects.select_related("organization", "locale"), pk=page_id)
    if not may_read_for_translation(user, page):
        raise Http404
    return page.specific


def page_to_translate(user: Any, page_id: int) -> OrgContentPage:
    """Return a page whose translation a member or a translator may begin. Raises Http404 for others.

    It is in its specific class.
    """
    page = get_object_or_404(OrgContentPage, pk=page_id)
    if not (is_member(user, page.organization_id) or pages_to_translate(user).filter(pk=page.pk).exists()):
        raise Http404
    return page.specific
