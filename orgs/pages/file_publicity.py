"""Publicity of files: a page's files become public and private with the page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Collection, Page
from wagtail.signals import page_published

from assets.models import Image
from assets.services import hide_files, publish_files
from orgs.models import PROGRAMME_SLUG, Organization, OrganizationHome, OrgContentPage
from orgs.outbox_events import ORGANIZATION_CHANGED, PAGE_MOVED
from orgs.pages.visibility import is_public
from orgs.signals import organization_closing, page_closing, page_opening
from outbox import handles
from outbox.models import Event


@transaction.atomic
def publish_files_of(page: Page) -> None:
    """Make a page's files public if everybody may see the page, else private unless another public page shows them.

    `page` is specific, with its live content. A live page that is not public may be seen again.
    """
    if not page.live:
        hide_files(page.pk)
        return
    is_open = is_open_to_all(page)
    if isinstance(page, OrgContentPage):
        whose = collections_of(page.organization)
        publish_files(page, also=logos_on(page), collections=whose, is_open=is_open)
    else:
        publish_files(page, is_open=is_open)


def reopen_files_of(page: OrgContentPage) -> None:
    """Make a page's files public if everybody may see it, else private; nothing if a receiver calls it not approved."""
    # send() and not send_robust(): an error of a receiver must not open a page that may be unapproved.
    if not any(answer for _who, answer in page_opening.send(type(page), page=page)):
        publish_files_of(page)


def is_open_to_all(page: Page) -> bool:
    """Return whether a page is live, not expired, unrestricted and (if it has one) its organization is public."""
    public = is_public(page) if isinstance(page, OrgContentPage) else page.live
    return public and not page.get_view_restrictions().exists()


def logos_on(page: OrgContentPage) -> list[Image]:
    """Return [logo] for an organization's home page if there is a logo, else an empty list."""
    logo = page.organization.logo
    return [logo] if logo and OrganizationHome.objects.filter(page_id=page.pk).exists() else []


def collections_of(organization: Organization) -> set[int] | None:
    """Return the ids of collections whose files an organization's pages may show; None (all) for the programme.

    They are its own collection and those that the editors share. The programme's pages may show files of all.
    """
    if organization.slug == PROGRAMME_SLUG:
        return None
    # Depth 1 is the root collection, to which only editors upload.
    shared = Q(depth=1) | Q(organization__slug=PROGRAMME_SLUG)
    return set(
        Collection.objects.filter(shared | Q(pk=organization.collection_id)).values_list("pk", flat=True),
    )


@receiver(page_published)
def published(instance: Page, **kwargs: Any) -> None:
    """Update the publicity of a page's files after Wagtail has published the page (receiver)."""
    publish_files_of(instance)


@receiver(page_closing)
def closing(page: Page, **kwargs: Any) -> None:
    """Make a page's files private, unless others show them, when the page becomes less public (receiver)."""
    hide_files(page.pk)


@receiver(organization_closing)
def organization_is_closing(organization: Organization, **kwargs: Any) -> None:
    """Make the files of a closing organization's pages private, unless other public pages show them (receiver)."""
    # A subquery, because an organization may have thousands of pages.
    hide_files(Page.objects.filter(orgcontentpage__organization=organization))


@receiver(post_save, sender=Organization)
def organization_saved(instance: Organization, **kwargs: Any) -> None:
    """Update which files on an organization's live home pages are public, after it was saved (receiver).

    So a new logo opens at once. It is kept private while the organization is hidden. Other pages follow by the outbox.
    """
    for home in OrganizationHome.objects.filter(organization=instance, page__live=True):
        publish_files_of(OrgContentPage.objects.select_related("organization__logo").get(pk=home.page_id).specific)


@handles(PAGE_MOVED, name="orgs.page_files")
def publish_page_files(event: Event) -> None:
    """Make a page's files public if everybody may see it, after it moved (outbox handler)."""
    # The page may have been deleted since the event was recorded.
    if page := OrgContentPage.objects.filter(pk=event.payload["page"]).first():
        reopen_files_of(page.specific)


@handles(ORGANIZATION_CHANGED, name="orgs.organization_files")
def publish_organization_files(event: Event) -> None:
    """Make the files of an organization's live pages public if it is public (outbox handler)."""
    organization = Organization.objects.filter(pk=event.payload["organization"]).first()
    if organization and organization.is_public:
        for page in OrgContentPage.objects.filter(organization=organization).live().specific():
            reopen_files_of(page)
