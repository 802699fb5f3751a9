"""Dates in the past for new demo content, so that the portal looks used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from wagtail.models import Page, Revision

from feed.models import Activity


def date_page(page: Page, revision: Revision, when: dt.datetime) -> None:
    """Save `when` as the date of a demo page's publication and of its revision."""
    Page.objects.filter(pk=page.pk).update(last_published_at=when, latest_revision_created_at=when)
    Revision.objects.filter(pk=revision.pk).update(created_at=when)


def date_activity(page_ids: Iterable[int]) -> None:
    """Set the dates of the demo pages' activities to the dates of their first publication."""
    published = Page.objects.filter(pk=OuterRef("page_id")).values("first_published_at")
    Activity.objects.filter(page_id__in=list(page_ids)).update(created_at=Subquery(published))
