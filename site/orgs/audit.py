"""What was done in an organization with a privilege: who, when, what, why. Read from Wagtail's logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from orgs.models import Organization, OrgContentPage

SHOWN = 100
# Of what is written about pages: decisions. Every saved draft stands in the page's own history.
DECISIONS = Q(action__startswith="moderation.") | Q(
    action__in=["wagtail.publish", "wagtail.unpublish", "wagtail.delete"]
)


@dataclass(frozen=True)
class Entry:
    """One line of the log. `about` is a page's title or a person's address, empty for the organization itself."""

    at: datetime
    who: str
    what: str
    about: str
    why: str


def entries_of(organization: Organization) -> list[Entry]:
    """The newest entries on an organization, its people and its pages; in a number of queries that does not grow."""
    content_type = ContentType.objects.get_for_model(Organization)
    own = ModelLogEntry.objects.filter(content_type=content_type, object_id=str(organization.pk))
    pages = OrgContentPage.objects.filter(organization=organization).values("pk")
    decided = PageLogEntry.objects.filter(DECISIONS, page__in=pages)
    found = [*newest(own), *newest(decided)]
    return [as_entry(row) for row in sorted(found, key=lambda row: row.timestamp, reverse=True)[:SHOWN]]


def newest(rows: Any) -> list[Any]:
    return list(rows.select_related("user").order_by("-timestamp")[:SHOWN])


def as_entry(row: Any) -> Entry:
    about = row.label if isinstance(row, PageLogEntry) else row.data.get("person") or row.data.get("email") or ""
    return Entry(
        at=row.timestamp,
        who=row.user.name if row.user else "Neary",
        what=str(registry.get_action_label(row.action)),
        about=about,
        why=row.data.get("reason") or "",
    )
