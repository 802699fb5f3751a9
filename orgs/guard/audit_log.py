"""The audit log: privileged actions with who, when, organization and reason, read from Wagtail's logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from accounts.sign_in_names import address_of, shown_name
from assets.models import Document, Image
from orgs.guard.display_names import name_for
from orgs.models import Organization, OrgContentPage

ENTRIES_PER_PAGE = 50
# The two logs are merged again for each page of the list: far pages would be slow. A filter finds older entries.
MAX_PAGES = 100
# The actions on pages that the audit log shows: decisions. Saved drafts stand in the page's own history.
PAGE_DECISIONS = ("wagtail.publish", "wagtail.unpublish", "wagtail.view_restriction.create")


@dataclass(frozen=True)
class AuditFilter:
    """The filter of the audit log; None and "" filter nothing.

    `person` is who acted or whom the action concerned.
    """

    organization: Organization | None = None
    person: str = ""
    action: str = ""


@dataclass(frozen=True)
class AuditEntry:
    """An entry of the audit log; `subject` is a page's title or a person's address, empty for an organization."""

    timestamp: datetime
    actor: str
    action: str
    subject: str
    change: str
    reason: str
    organization: str


@dataclass(frozen=True)
class AuditPage:
    """A page of the log, newest first; `last` is the number of the last page that is known to be there."""

    entries: list[AuditEntry]
    number: int
    last: int
    # True when older entries are left out, because the list ends at MAX_PAGES.
    is_truncated: bool = False


def read_log(audit_filter: AuditFilter, reader: Any, number: int = 1) -> AuditPage:
    """Return one page (from 1) of the audit log, names as this reader may see them; the reader's right is not checked.

    It takes a constant number of queries.

    The caller has checked that the reader may read the log at all.
    """
    number = min(max(number, 1), MAX_PAGES)
    start, end = (number - 1) * ENTRIES_PER_PAGE, number * ENTRIES_PER_PAGE
    # One more than is shown tells whether there is a next page.
    rows = [*newest(model_log(audit_filter), end + 1), *newest(page_log(audit_filter), end + 1)]
    rows = sorted(rows, key=lambda row: (row.timestamp, row.pk), reverse=True)[start : end + 1]
    has_next = len(rows) > ENTRIES_PER_PAGE and number < MAX_PAGES
    shown = rows[:ENTRIES_PER_PAGE]
    names = organization_names(shown)
    is_truncated = len(rows) > ENTRIES_PER_PAGE and not has_next
    entries = [as_entry(row, reader, names) for row in shown]
    return AuditPage(entries, number, number + 1 if has_next else number, is_truncated)


def newest(rows: QuerySet[Any], count: int) -> list[Any]:
    """Return the `count` newest rows of a log queryset as a list, with the users who acted."""
    return list(rows.select_related("user").order_by("-timestamp", "-pk")[:count])


def model_log(audit_filter: AuditFilter) -> QuerySet[Any]:
    """Return Wagtail's log rows on organizations, people and settings (not pages or files) that match a filter."""
    # Uploads and changes of files are no decisions, and there are many of them.
    files = ContentType.objects.get_for_models(Image, Document).values()
    rows = ModelLogEntry.objects.exclude(content_type__in=files)
    if audit_filter.organization:
        content_type = ContentType.objects.get_for_model(Organization)
        # Wagtail stores the object's id as text.
        rows = rows.filter(content_type=content_type, object_id=str(audit_filter.organization.pk))
    return filtered(rows, audit_filter)


def page_log(audit_filter: AuditFilter) -> QuerySet[Any]:
    """Return Wagtail's log rows on decisions about pages (not saved drafts) that match a filter."""
    rows = PageLogEntry.objects.filter(Q(action__startswith="moderation.") | Q(action__in=PAGE_DECISIONS))
    if audit_filter.organization:
        rows = rows.filter(page__in=OrgContentPage.objects.filter(organization=audit_filter.organization).values("pk"))
    return filtered(rows, audit_filter)


def filtered(rows: QuerySet[Any], audit_filter: AuditFilter) -> QuerySet[Any]:
    """Return the log rows that match the filter's action and person; an empty one filters nothing."""
    if audit_filter.action:
        rows = rows.filter(action=audit_filter.action)
    if person := audit_filter.person.strip():
        acted = Q(user__email__icontains=person) | Q(user__first_name__icontains=person)
        # The person concerned stands in JSON data and is found by the whole address only.
        address = person.lower() if "@" in person else address_of(person)
        concerned = Q(data__person=address) | Q(data__email=address)
        rows = rows.filter(acted | concerned)
    return rows


def organization_names(rows: list[Any]) -> dict[int, str]:
    """Return, for log rows about pages, the name of each page's organization by the page's id."""
    # One query for all pages of the list. Of a deleted page nothing is found; its organization is then unknown.
    pages = [row.page_id for row in rows if isinstance(row, PageLogEntry)]
    found = OrgContentPage.objects.filter(pk__in=pages).select_related("organization") if pages else ()
    return {page.pk: page.organization.name for page in found}


def as_entry(row: Any, reader: Any, names: dict[int, str]) -> AuditEntry:
    """Return a row of Wagtail's log as an audit log entry; only who acted is named as the reader may know her."""
    is_page = isinstance(row, PageLogEntry)
    person = shown_name(row.data.get("person") or row.data.get("email") or "")
    # No query: Django keeps content types in memory.
    is_organization = not is_page and row.content_type_id == ContentType.objects.get_for_model(Organization).pk
    return AuditEntry(
        timestamp=row.timestamp,
        actor=actor_of(row, reader),
        action=str(label_of(row.action)),
        subject=row.label if is_page else person or row.data.get("page") or ("" if is_organization else row.label),
        change=describe_change(row.data),
        reason=row.data.get("reason") or "",
        organization=names.get(row.page_id, "") if is_page else row.label if is_organization else "",
    )


def actor_of(row: Any, reader: Any) -> str:
    """Return the name of who acted in a log row, as the reader may know it; "Neary" where nobody did.

    Of an account that is gone nothing but its number is left.
    """
    if row.user:
        return name_for(reader, row.user)
    return str(_("a former member")) if row.user_id else "Neary"


def label_of(action: str) -> str | Promise:
    """Return the label of a log action for readers, or the action itself when it is not registered."""
    # The labels come from hooks, which Wagtail reads when it is first asked for a label.
    return registry.get_action_label(action) if registry.action_exists(action) else action


def describe_change(data: dict[str, Any]) -> str:
    """Return the change that a log row's data describes, such as "old → new" or changed fields; "" if none."""
    before, after = data.get("from"), data.get("to")
    if isinstance(before, dict) and isinstance(after, dict):
        return ", ".join(
            f"{name}: {before.get(name)} → {after[name]}" for name in after if before.get(name) != after[name]
        )
    if before or after:
        return " → ".join(str(value) for value in (before, after) if value)
    fields = (Organization._meta.get_field(name) for name in data.get("changed", ()))
    return ", ".join(str(field.verbose_name) for field in fields)  # type: ignore[union-attr]


def action_choices() -> list[tuple[str, str | Promise]]:
    """Return the log actions by which the audit log can be filtered, as choices sorted by label."""
    found = [
        (name, label)
        for name, label in registry.get_choices()
        if name.startswith(("orgs.", "accounts.", "moderation.")) or name in PAGE_DECISIONS
    ]
    return sorted(found, key=lambda choice: str(choice[1]))
