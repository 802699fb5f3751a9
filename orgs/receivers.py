"""Receivers that turn Wagtail's signals into outbox events and closing signals, whoever caused them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, pre_page_move

import outbox
from accounts.models import User
from orgs.guard.current_user import current_user
from orgs.models import Organization, OrgContentPage
from orgs.outbox_events import (
    ORGANIZATION_CHANGED,
    PAGE_DELETED,
    PAGE_MOVED,
    PAGE_PUBLISHED,
    PAGE_RESTRICTED,
    PAGE_UNPUBLISHED,
    OrganizationPayload,
    PagePayload,
)
from orgs.services import are_group_changes_allowed, set_membership
from orgs.signals import organization_closing, page_closing
from outbox import EventKind


def record_page(kind: EventKind[PagePayload], page: Page) -> None:
    """Record an outbox event of this kind about a page, with ids of page and organization."""
    with transaction.atomic():
        # Recorded in a transaction of its own where Wagtail sends its signal outside of one.
        outbox.record(kind, f"page:{page.pk}", PagePayload(page=page.pk, organization=page.organization_id))


def record_organization(organization: Organization) -> None:
    """Record an outbox event that an organization has changed; several waiting ones become one."""
    aggregate = f"organization:{organization.pk}"
    with transaction.atomic():
        outbox.record(ORGANIZATION_CHANGED, aggregate, OrganizationPayload(organization=organization.pk), key=aggregate)


@receiver(post_save, sender=Organization)
def organization_saved(instance: Organization, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Record an outbox event for a changed, not new organization; if not public, first send organization_closing."""
    # Fixtures (raw) and new organizations have no public pages.
    if raw or created:
        return
    with transaction.atomic():
        if not instance.is_public:
            organization_closing.send(Organization, organization=instance)
        record_organization(instance)


def content_below(page: Page) -> Any:
    """Return a queryset of all organizations' pages at and below a page, drafts too."""
    return OrgContentPage.objects.descendant_of(page, inclusive=True)


@receiver(page_published)
def published(instance: Page, **kwargs: Any) -> None:
    """Record an outbox event when an organization's page was published (receiver)."""
    if isinstance(instance, OrgContentPage):
        record_page(PAGE_PUBLISHED, instance)


@receiver(page_unpublished)
def unpublished(instance: Page, **kwargs: Any) -> None:
    """Send page_closing and record an outbox event when an organization's page was unpublished (receiver)."""
    if isinstance(instance, OrgContentPage):
        with transaction.atomic():
            page_closing.send(type(instance), page=instance)
            record_page(PAGE_UNPUBLISHED, instance)


# Every kind of page has an OrgContentPage row, whose deletion Django announces too.
@receiver(pre_delete, sender=OrgContentPage)
def deleted(instance: OrgContentPage, **kwargs: Any) -> None:
    """Before a page is deleted, send page_closing, record an outbox event, log it for the organization (receiver)."""
    with transaction.atomic():
        page_closing.send(OrgContentPage, page=instance)
        record_page(PAGE_DELETED, instance)
        # After the deletion the page's own log no longer tells to which organization it belonged.
        log(
            instance=instance.organization,
            action="orgs.page_deleted",
            user=current_user(),
            data={"page": instance.title},
        )


@receiver(pre_page_move)
def refuse_move_to_other_organization(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Raise PermissionDenied when a page would be moved to another organization (receiver).

    The signal comes before anything is moved, whoever moves it.
    """
    page = instance.specific
    if isinstance(page, OrgContentPage) and not page.stays_within(parent_page_after):
        raise PermissionDenied


@receiver(post_page_move)
def moved(instance: Page, **kwargs: Any) -> None:
    """Record outbox events for a moved page and the live pages below: their addresses changed (receiver)."""
    record_addresses(instance)


@receiver(page_slug_changed)
def slug_changed(instance: Page, **kwargs: Any) -> None:
    """Record outbox events for a page with a new slug and live pages below: their addresses changed (receiver)."""
    record_addresses(instance)


def record_addresses(page: Page) -> None:
    """Record a "page moved" outbox event for each live page at and below a page."""
    with transaction.atomic():
        # Only live pages have a public address, and a row that holds it.
        for below in content_below(page).live():
            record_page(PAGE_MOVED, below)


@receiver(post_save, sender=PageViewRestriction)
def restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Send page_closing and record events for live pages at and below a newly restricted page (receiver)."""
    with transaction.atomic():
        for page in content_below(instance.page).live():
            page_closing.send(type(page), page=page)
            record_page(PAGE_RESTRICTED, page)


# Before the deletion the page is still known; the events are carried out after it, when nothing restricts the page.
@receiver(pre_delete, sender=PageViewRestriction)
def opened(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Record outbox events for live pages at and below a page whose view restriction is deleted (receiver)."""
    with transaction.atomic():
        for page in content_below(instance.page).live():
            record_page(PAGE_MOVED, page)


@receiver(m2m_changed, sender=User.groups.through)
def refuse_group_changes(action: str, **kwargs: Any) -> None:
    """Raise PermissionDenied when a person's groups change outside `group_changes_allowed` (receiver).

    Groups carry the rights of memberships; past orgs.services people would have rights that no list shows.
    """
    # Before the change: after it, an error would not undo it outside of a transaction.
    if action.startswith("pre_") and not are_group_changes_allowed():
        raise PermissionDenied("People come into groups by orgs.services.")


@receiver(pre_delete, sender=User)
def end_memberships(instance: User, **kwargs: Any) -> None:
    """End all memberships of a person before the account is deleted (receiver)."""
    with transaction.atomic():
        # By the service and not by the cascade, so that the log and the signal membership_ended tell of it.
        for membership in instance.memberships.select_related("organization"):
            set_membership(instance, membership.organization, None)
