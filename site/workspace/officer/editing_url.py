"""The address of the form on which a page is written."""

from __future__ import annotations

from django.urls import reverse

from orgs.models import OrgContentPage


def editing_url(page: OrgContentPage) -> str:
    """Return the address of a page's short form, or of Wagtail's editor where its kind has no short form."""
    kind = page.specific_class.page_kind
    return reverse(f"workspace:edit-{kind.name}" if kind.short_form else "wagtailadmin_pages:edit", args=[page.pk])
