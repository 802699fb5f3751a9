"""The follow-up event in the short form of an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models import EventPage
from khmer.typography import date
from orgs.models import Organization

# A list on a phone is not longer; older events are chosen in the full editor.
MOST_OFFERED = 200


def follow_up_field() -> forms.TypedChoiceField:
    """Return the field of an event's short form for its follow-up event; its choices are set for each form."""
    return forms.TypedChoiceField(label=_("follow-up event"), required=False, coerce=int, empty_value=None)


def shows_follow_up(page: Any) -> bool:
    """Return whether an officer may read the title of an event's follow-up: her organization's own, or a public one."""
    follow_up = page.follow_up
    return follow_up is None or follow_up.organization_id == page.organization_id or follow_up.live


def follow_up_choices(organization: Organization, page: Any = None) -> list[tuple[Any, Any]]:
    """Return the latest events of an organization but `page` itself, and the follow-up of `page`, as choices."""
    events = EventPage.objects.filter(organization=organization).order_by("-starts_at", "-pk")
    rows = events.exclude(pk=page.pk if page else None).values_list("pk", "draft_title", "starts_at")[:MOST_OFFERED]
    language = get_language() or "en"
    own = {pk: f"{title} ({date(starts_at, language)})" for pk, title, starts_at in rows}
    if page and page.follow_up_id and page.follow_up_id not in own:
        # Another organization's draft title is nobody else's to read.
        own[page.follow_up_id] = page.follow_up.title
    return [("", _("None")), *own.items()]
