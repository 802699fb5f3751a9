"""Receivers of signals about pages: what was verified, or is public no more, waits no more at the desk."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from help_services.matters import VERIFY
from help_services.models import HelpServicePage
from moderation.services.matters import close_matter
from orgs.models import OrgContentPage
from orgs.signals import page_closing


@receiver(page_published)
def close_verified(instance: Any, **kwargs: Any) -> None:
    """Close the waiting matter of a help service published with a recent day of verification."""
    # A page that is published with an old day still waits to be verified.
    if isinstance(instance, HelpServicePage) and not instance.is_stale:
        close_matter(VERIFY, instance.pk)


@receiver(page_closing)
def close_withdrawn(page: OrgContentPage, **kwargs: Any) -> None:
    """Close the waiting matter of a help service that is unpublished, restricted or deleted."""
    # Its class is not asked: a page that is restricted or deleted comes as OrgContentPage. Others have no such matter.
    close_matter(VERIFY, page.pk)
