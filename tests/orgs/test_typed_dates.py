"""Dates in the full editor and in the filters of its lists."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.reports.aging_pages import AgingPagesReportFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
from wagtail.fields import StreamField

from events.models import EventPage
from tests.accounts.sign_in_helpers import sign_in
from tests.factories import make_page

FORM = {
    "title": "Forum",
    "kind": "meeting",
    "slug": "forum",
    **{
        f"{name}-{key}": value
        for name in (field.name for field in EventPage._meta.get_fields() if isinstance(field, StreamField))
        for key, value in (("count", "0"),)
    },
    **{f"{name}-{key}": "0" for name in ("participants", "comments") for key in ("TOTAL_FORMS", "INITIAL_FORMS")},
}
STORED = {"starts_at": "05/12/2026 08:30", "ends_at": "05/12/2026 17:00"}


@pytest.fixture
def at_desk(organization, officer):
    client = Client()
    sign_in(client, officer)
    return client


@pytest.fixture
def event(organization, officer):
    return make_page("event", organization, owner=officer)


def save(at_desk, event, **typed):
    return at_desk.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), FORM | STORED | typed)


def newest(event):
    event.refresh_from_db()
    return event.get_latest_revision_as_object()


def moments(event):
    draft = newest(event)
    return [timezone.localtime(moment).strftime("%d/%m/%Y %H:%M") for moment in (draft.starts_at, draft.ends_at)]


def test_the_full_editor_reads_the_day_first(at_desk, event):
    assert save(at_desk, event, starts_at="០៤/១២/២០២៦ ៨:៣០").status_code == 302
    assert moments(event) == ["04/12/2026 08:30", STORED["ends_at"]]
    html = at_desk.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    assert re.search(r'name="starts_at" value="04/12/2026 08:30"', html)


@pytest.mark.parametrize("year", [202, 1989, 2626])
def test_years_out_of_bounds_are_refused_whatever_wrote_them(event, year):
    """Also where nothing was typed into a form: a command, an import, a restored archive."""
    event.starts_at = event.starts_at.replace(year=year)
    with pytest.raises(ValidationError, match="Choose a year"):
        event.clean()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("starts_at", "12/25/2026 08:30", "Write day and hour as"),
        ("starts_at", "05/12/2026", "Write day and hour as"),
        ("ends_at", "tomorrow", "Write day and hour as"),
        ("ends_at", "05/12/2626 17:00", "Choose a year from"),
        ("starts_at", "05/12/0202 08:30", "Choose a year from"),
        ("go_live_at", "05/12/2626 17:00", "Choose a year from"),
        ("expire_at", "soon", "Write day and hour as"),
    ],
)
def test_what_is_not_understood_is_refused_and_stays_as_it_was_typed(at_desk, event, name, typed, said):
    before = moments(event)
    response = save(at_desk, event, **{name: typed})
    assert response.status_code == 200
    assert any(said in message for message in response.context["form"].errors[name])
    assert f'value="{typed}"' in response.content.decode()
    assert moments(event) == before


@pytest.mark.parametrize(
    ("typed", "status"), [("៨:៣០ ព្រឹក", 302), ("8h30", 302), ("later", 200), ("25:00", 200), ("830", 200)]
)
def test_the_hours_of_a_programme(at_desk, event, typed, status):
    item = {"programme-count": "1", "programme-0-type": "item", "programme-0-id": "", "programme-0-order": "0"}
    item |= {"programme-0-deleted": "", "programme-0-value-time": typed, "programme-0-value-what": "Tea"}
    assert save(at_desk, event, **item).status_code == status
    if status == 302:
        assert newest(event).programme[0].value["time"] == dt.time(8, 30)


def test_filters_read_the_day_first(rf, administrator):
    request = rf.get("/")
    request.user = administrator
    typed = {"timestamp_from": "05/12/2026", "timestamp_to": "០៦/១២/២០២៦"}
    history = SiteHistoryReportFilterSet(typed, request=request).form
    assert history.is_valid()
    days = history.cleaned_data["timestamp"]
    assert [timezone.localdate(moment) for moment in (days.start, days.stop)] == [
        dt.date(2026, 12, 5),
        dt.date(2026, 12, 6),
    ]
    aging = AgingPagesReportFilterSet({"last_published_at": "05/12/2026"}, request=request).form
    assert aging.is_valid()
    assert timezone.localdate(aging.cleaned_data["last_published_at"]) == dt.date(2026, 12, 5)
    for typed in ("12/25/2026", "05/12/2626", "now"):
        assert AgingPagesReportFilterSet({"last_published_at": typed}, request=request).form.errors
