"""The address of the form on which a page is written."""

from __future__ import annotations

from django.urls import reverse

from orgs.models import OrgContentPage
from orgs.pages.registry import page_kinds


def editing_url(page: OrgContentPage) -> str:
    """Return the address of a page's short form, or of Wagtail's editor where its kind has no short form."""
    written = page_kinds().written_as(page.specific_class)
    return reverse(f"workspace:edit-{written.name}" if written else "wagtailadmin_pages:edit", args=[page.pk])
