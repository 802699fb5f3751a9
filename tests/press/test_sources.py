"""Editors keep the sources of the press review; each has its state of reading."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from press.health import all_health
from press.models import FetchState, Item, Source
from press.polling.rounds import due_states
from press.stories.grouping import group_new_items
from tests.accounts.sign_in_helpers import sign_in
from tests.press.press_helpers import make_clipping, make_item, make_own_site, make_source

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/press/source/add/"
TYPED = {"name_en": "Krama News", "name_km": "ព័ត៌មានក្រមា", "feed": "https://krama.example/feed", "language": "km",
         "state": "active", "site": "", "allows_excerpts": "on"}  # fmt: skip
FORBIDDING = {name: value for name, value in TYPED.items() if name != "allows_excerpts"}


def test_an_editor_adds_a_source_which_is_read_at_once(client, editor) -> None:
    sign_in(client, editor)
    assert client.post(ADD, TYPED).status_code == 302
    source = Source.objects.get()
    assert (source.name_en, source.fetch_state.last_ok_at) == ("Krama News", None)
    assert list(due_states().values_list("source", flat=True)) == [source.pk]


@pytest.mark.parametrize("feed", ["javascript:alert(1)", "file:///etc/passwd", "ftp://krama.example/feed"])
def test_only_addresses_of_the_web_are_taken(client, editor, feed: str) -> None:
    sign_in(client, editor)
    assert client.post(ADD, TYPED | {"feed": feed}).status_code == 200
    assert not Source.objects.exists()


def test_members_reach_none(client, manager) -> None:
    sign_in(client, manager)
    source = make_source()
    for path in ("", "add/", f"edit/{source.pk}/", f"delete/{source.pk}/"):
        assert client.get(f"/admin/snippets/press/source/{path}").status_code == 404, path


def test_a_changed_source_is_asked_as_if_nothing_were_known() -> None:
    source = make_source()
    FetchState.objects.update(etag='"1"', digest="x", moved_times=2, next_at=timezone.now() + dt.timedelta(days=1))
    source.feed = "https://other.example/feed"
    source.save()
    state = FetchState.objects.get()
    assert (state.etag, state.digest, state.moved_times) == ("", "", 0) and due_states().exists()


def test_a_feed_is_that_of_one_medium(client, editor) -> None:
    sign_in(client, editor)
    make_source(feed=TYPED["feed"])
    answer = client.post(ADD, TYPED)
    assert answer.status_code == 200 and "There is a source with this feed already." in answer.content.decode()


def test_an_own_site_takes_no_address_from_others(organization, other_organization) -> None:
    for owner in (organization, other_organization):
        make_own_site(owner, feed=TYPED["feed"])
    make_source(feed=TYPED["feed"])
    assert Source.objects.filter(feed=TYPED["feed"]).count() == 3


@pytest.mark.parametrize("kind", Source.Kind)
def test_an_own_site_has_an_owner_and_a_medium_has_none(organization, kind: str) -> None:
    with pytest.raises(IntegrityError):
        make_source(kind=kind, organization=organization if kind == Source.Kind.PRESS else None)


def test_own_sites_are_no_part_of_the_press_review(client, editor, organization) -> None:
    medium, own = make_source(), make_own_site(organization)
    of_press, of_own = make_item(medium), make_item(own)
    assert list(Source.objects.press()) == [medium] and list(Source.objects.own()) == [own]
    assert list(Item.objects.of_press()) == [of_press] and list(Item.objects.of_own_site(organization)) == [of_own]
    assert [health.source for health in all_health()] == [medium]
    assert str(own) == organization.name
    assert group_new_items() == 1 and Item.objects.get(pk=of_own.pk).story is None
    sign_in(client, editor)
    for path in ("/admin/snippets/press/source/", "/admin/snippets/choose/press/source/"):
        html = client.get(path).content.decode()
        assert medium.feed in html or medium.name in html
        assert own.feed not in html and str(own) not in html
    for path in ("edit", "delete"):
        assert client.get(f"/admin/snippets/press/source/{path}/{own.pk}/").status_code == 404, path
        assert client.post(f"/admin/snippets/press/source/{path}/{own.pk}/", TYPED).status_code == 404, path
        assert client.get(f"/admin/snippets/press/source/{path}/{medium.pk}/").status_code == 200, path


@pytest.mark.parametrize("way", ["delete/{}/", "bulk"])
def test_a_source_that_has_clippings_is_kept_and_the_page_says_why(client, editor, portal, way: str) -> None:
    sign_in(client, editor)
    source = make_source()
    make_clipping(source)
    bulk = f"/admin/bulk/press/source/delete/?id={source.pk}"
    answer = client.post(
        bulk if way == "bulk" else f"/admin/snippets/press/source/{way.format(source.pk)}", follow=True
    )
    assert "it cannot be deleted. Pause it instead." in answer.content.decode()
    assert Source.objects.filter(pk=source.pk).exists()


def test_excerpts_that_a_source_forbids_are_gone_at_once_and_from_the_index_soon(client, editor, portal, drain) -> None:
    source = make_source()
    page, other = (make_clipping(each, excerpt="Unheardof weavers.") for each in (source, make_source("Other")))
    drain()
    places = (page.url, "/en/press/", "/en/press/feed.atom", "/api/v1/search?q=unheardof&type=clipping")
    assert all("Unheardof" in client.get(place).content.decode() for place in places[:3])
    sign_in(client, editor)
    edited = client.post(f"/admin/snippets/press/source/edit/{source.pk}/", FORBIDDING | {"feed": source.feed})
    assert edited.status_code == 302
    client.logout()
    # Before anything is carried out.
    assert "Unheardof" not in client.get(page.url).content.decode()
    assert client.get("/en/press/").content.decode().count("Unheardof") == 1
    assert client.get("/en/press/feed.atom").content.decode().count("Unheardof") == 1
    assert "Unheardof" not in str([hit["summary"] for hit in found(client) if hit["id"] == page.pk])
    drain()
    assert [hit["id"] for hit in found(client)] == [other.pk]
    # Allowed again, they come back.
    source.save()
    drain()
    assert {hit["id"] for hit in found(client)} == {page.pk, other.pk}


def found(client):
    return client.get("/api/v1/search?q=unheardof").json()["results"]
