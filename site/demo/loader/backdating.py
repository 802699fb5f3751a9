"""Dates in the past for what was loaded just now, so that the portal looks lived in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from wagtail.models import Page, Revision

from feed.models import Activity


def date_page(page: Page, revision: Revision, when: dt.datetime) -> None:
    """Let a page have been published then, by that revision."""
    Page.objects.filter(pk=page.pk).update(last_published_at=when, latest_revision_created_at=when)
    Revision.objects.filter(pk=revision.pk).update(created_at=when)


def date_activity(page_ids: Iterable[int]) -> None:
    """History tells of a page when the page says that it was published."""
    published = Page.objects.filter(pk=OuterRef("page_id")).values("first_published_at")
    Activity.objects.filter(page_id__in=list(page_ids)).update(created_at=Subquery(published))
