"""Where each kind of page is written."""

from __future__ import annotations

from django.urls import reverse

from blog.models import UpdatePage
from events.models import EventPage
from orgs.models import OrgContentPage

# The views with a short form.
SHORT: dict[type | None, str] = {UpdatePage: "workspace:edit-update", EventPage: "workspace:edit-event"}


def editing_url(page: OrgContentPage) -> str:
    """Where a page is written: updates and events here, everything longer in the full editor."""
    view = SHORT.get(page.specific_class, "wagtailadmin_pages:edit")
    return reverse(view, args=[page.pk])
