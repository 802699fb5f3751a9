"""The declared kind of page of an event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orgs.pages.page_kind import PageKind, ShortForm, Tab

EVENTS = Tab(
    name="event",
    title=_("Events"),
    slug="events",
    position=20,
    row="components/event_row.html",
    order=("-starts_at",),
)

EVENT = PageKind(
    number=3,
    name="event",
    label=_("Event"),
    schema_type="Event",
    tab=EVENTS,
    short_form=ShortForm(
        form="events.short_form.EventForm",
        address="event",
        new_title=_("Announce an event"),
        edit_title=_("Edit the event"),
        button=_("Event"),
        icon="clock",
    ),
)
