from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from feed import views
from feed.models import Activity
from tests.entries import make_entries
from tests.queries import queries_of


def listed(response):
    assert response.status_code == 200
    return [(item.entry.title, item.kind) for day in response.context["days"] for item in day.items]


def test_days_are_those_of_phnom_penh(client, organization):
    [late, early] = make_entries(organization, 2)
    # 23:30 on the 9th and 00:30 on the 10th in Phnom Penh are the same day in Greenwich.
    Activity.objects.filter(page_id=late.pk).update(created_at=datetime(2026, 3, 9, 17, 30, tzinfo=UTC))
    Activity.objects.filter(page_id=early.pk).update(created_at=datetime(2026, 3, 9, 16, 30, tzinfo=UTC))

    days = client.get("/en/activity/").context["days"]

    assert [(day.day.isoformat(), [item.entry.pk for item in day.items]) for day in days] == [
        ("2026-03-10", [late.pk]),
        ("2026-03-09", [early.pk]),
    ]


def test_page_stands_on_a_day_once(client, organization):
    [entry] = make_entries(organization, 1, title="Twice")
    Activity.objects.create(kind="updated", page_id=entry.pk, organization=organization, created_at=timezone.now())

    assert listed(client.get("/en/activity/")) == [("Twice", "published")]


def test_withdrawn_hidden_and_portal_pages_do_not_stand_there(
    client, make_page, organization, other_organization, drain
):
    page = make_page("article", organization, live=True, title="Withdrawn")
    drain()
    page.unpublish()
    drain()
    make_entries(other_organization, 1, title="Hidden")
    other_organization.is_hidden = True
    other_organization.save()
    make_entries(organization, 1, title="About", type="page")
    make_entries(organization, 1, title="Seen")

    assert listed(client.get("/en/activity/")) == [("Seen", "published")]


def test_an_organization_has_its_own(client, organization, other_organization):
    make_entries(organization, 1, title="Ours")
    make_entries(other_organization, 1, title="Theirs")

    assert listed(client.get("/en/organizations/silk-weavers/activity/")) == [("Ours", "published")]


def test_earlier_parts_go_on_where_the_newer_ended(client, organization, monkeypatch):
    monkeypatch.setattr(views, "ACTIVITIES_PER_PAGE", 3)
    entries = make_entries(organization, 7)
    seen, url = [], "/en/activity/"
    while url:
        response = client.get(url)
        seen += [title for title, _kind in listed(response)]
        older = response.context["older"]
        url = f"/en/activity/?before={older}" if older else None

    assert seen == [entry.title for entry in entries]


@pytest.mark.parametrize("mark", ["x", "-1", "0", "99999999999999999999999", "%00", "²"])
def test_nonsense_marks_are_no_error(client, organization, mark):
    make_entries(organization, 1)

    assert client.get(f"/en/activity/?before={mark}").status_code == 200


def test_each_page_is_listed_in_the_readers_language(client, organization):
    [english] = make_entries(organization, 1, title="English")
    make_entries(organization, 1, language="km", title="ខ្មែរ", translation_key=english.translation_key)

    assert listed(client.get("/km/activity/")) == [("ខ្មែរ", "published")]
    assert listed(client.get("/en/activity/")) == [("English", "published")]


def test_number_of_queries_does_not_grow(client, organization):
    make_entries(organization, 10)
    few = queries_of(client, "/en/activity/")
    make_entries(organization, 50, published_at=timezone.now() - timedelta(days=1))
    many = queries_of(client, "/en/activity/")

    assert len(many) <= len(few) + 1 <= 10
