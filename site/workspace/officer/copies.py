"""Services that copy and delete a page for a member; each is one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug

from moderation.services import mark_copy
from orgs.models import OrgContentPage


@transaction.atomic
def duplicate(page: OrgContentPage, user: Any) -> OrgContentPage:
    """Create a draft with the newest words and pictures of a page beside it, and return it; rights are not checked.

    It has no time of its own to become public or to end, for these belong to the page that it was made from.
    """
    newest = page.get_latest_revision_as_object()
    with translation.override(page.locale.language_code):
        title = _("Copy: %(title)s") % {"title": newest.title}
    if len(title) > page._meta.get_field("title").max_length:
        title = newest.title
    values = {
        "title": title,
        "draft_title": title,
        "slug": find_available_slug(page.get_parent(), newest.slug),
        "owner": user,
        "go_live_at": None,
        "expire_at": None,
    }
    copy = newest.copy(update_attrs=values, copy_revisions=False, keep_live=False, user=user)
    mark_copy(page, copy)
    return copy


@transaction.atomic
def delete(page: OrgContentPage) -> None:
    """Delete a page. Raises Refusal if it must be kept: public, waiting, decided or reported; asks no other rights."""
    # The refusal comes from moderation's receiver, which knows who acts.
    page.delete()
