"""Services by which a member makes a draft of an item of her organization's own site, or passes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug

from blog.models import UpdatePage
from common.refusal import Refusal
from moderation.services import mark_imported
from orgs.models import Organization, OrgContentPage
from orgs.permissions import may_write
from press.models import Item


def waiting_items(organization: Organization) -> QuerySet[Item]:
    """Return the items of an organization's own site of which nobody made a draft and which nobody passed."""
    return Item.objects.of_own_site(organization).undecided()


@transaction.atomic
def make_draft(item: Item, organization: Organization, user: Any) -> OrgContentPage:
    """Make an own site's item a draft update, or return its draft. Refusal for who may not write, or if it was passed.

    An editor has to approve it, whatever the tier: a site can be broken into. Of two taps the second gets the same
    draft.
    """
    item = _locked(item, organization, user)
    if item.draft:
        return item.draft.specific
    if item.state != Item.State.WAITING:
        raise Refusal(_("Somebody passed it, or deleted its draft."), code="already_decided")
    home = organization.homes.select_related("page__locale").get(locale__language_code=item.language).page
    page = UpdatePage(locale=home.locale, owner=user, live=False, title=item.title, text=text_of(item))
    page.slug = find_available_slug(home, page.readable_slug())
    home.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    mark_imported(page)
    item.draft = page
    _decide(item, Item.State.TAKEN, user)
    return page


@transaction.atomic
def pass_item(item: Item, organization: Organization, user: Any) -> None:
    """Mark a waiting item of an own site as passed: no draft is made of it. Raises Refusal for who may not write."""
    item = _locked(item, organization, user)
    if item.state == Item.State.WAITING:
        _decide(item, Item.State.PASSED, user)


def text_of(item: Item) -> str:
    """Return the text of an update made of an item: the excerpt, and the link to the rest."""
    return f"{item.excerpt}\n\n{item.url}".strip()


def _locked(item: Item, organization: Organization, user: Any) -> Item:
    """Return an item with its row locked. Raises Refusal for who may not write, and for an item of another source."""
    found = Item.objects.of_own_site(organization).select_for_update(of=("self",)).filter(pk=item.pk).first()
    if found is None or not may_write(user, organization):
        raise Refusal(_("You cannot write for this organization."), code="members_only")
    return found


def _decide(item: Item, state: str, user: Any) -> None:
    item.state, item.decided_by, item.decided_at = state, user, timezone.now()
    item.save(update_fields=["state", "decided_by", "decided_at", "draft"])
