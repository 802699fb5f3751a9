"""The press desk: stories that wait, one item with its suggestions, decisions on one and on several."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.terms import topics
from moderation.models import Submission
from press.models import ClippingPage, Item
from tests.accounts.sign_in_helpers import sign_in
from tests.press.press_helpers import make_item, make_own_site, make_source
from tests.queries import queries_of
from workspace.desk.press import views
from workspace.desk.press.forms import key_of

pytestmark = pytest.mark.django_db
DESK = reverse("workspace:press-desk")
NOW = timezone.now()


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " ").replace("\u200b", ""))


def url_of(item: Item) -> str:
    return reverse("workspace:press-item", args=[item.pk])


def sent(item: Item, decision: str = "take", **fields: Any) -> dict[str, Any]:
    own = {"seen": item.content_hash, "title": item.title, "excerpt": item.offered_excerpt, "decision": decision}
    return own | fields


def term(slug: str) -> Any:
    return next(topic for topic in topics.all() if topic.slug == slug)


@pytest.fixture
def item(portal) -> Item:
    return make_item(make_source(), "A clinic reaches Battambang", excerpt="Women need not travel.")


@pytest.fixture
def story(portal) -> list[Item]:
    """Three items that tell the same; the second was written first."""
    names, hours = ("Tonle Paper", "Radio Phnom Bok", "Krama News"), (2, 5, 1)
    items = [
        make_item(make_source(name), f"Clinic by {name}", written_at=NOW - dt.timedelta(hours=hour))
        for name, hour in zip(names, hours, strict=True)
    ]
    Item.objects.filter(pk__in=[each.pk for each in items]).update(story=items[0].pk)
    return items


def test_only_editors_reach_it(client, officers, stranger, item) -> None:
    posted = (reverse("workspace:press-undo"), reverse("workspace:press-source", args=[item.source_id]))
    shown = (DESK, url_of(item), reverse("workspace:press-sources"), reverse("workspace:press-clippings"))
    for browser in (officers, stranger):
        assert {browser.get(url).status_code for url in shown} == {404}
        assert {browser.post(url, sent(item)).status_code for url in (*shown[:2], *posted)} == {404}
    assert client.get(DESK).status_code == 302
    item.refresh_from_db()
    assert item.state == "waiting" and not ClippingPage.objects.exists()


def test_items_stand_by_story_and_the_first_by_date_leads(editors, item, story) -> None:
    page = text(editors.get(DESK))
    assert "4 items wait in 2 stories" in page
    listed = page.partition('class="waits')[2].partition("</ul>")[0]
    assert "Clinic by Radio Phnom Bok" in listed and "also in 2 others" in listed
    assert "Clinic by Tonle Paper" not in listed
    beside = text(editors.get(url_of(story[1])))
    assert "The same story in 2 other items" in beside and "Clinic by Krama News" in beside


def test_suggestions_say_the_word_that_caused_them_and_none_is_of_violence(editors, portal) -> None:
    item = make_item(make_source(), "A clinic for women after rape and domestic violence in Battambang")
    page = text(editors.get(url_of(item)))
    offered = page.partition("Topics and provinces, suggested")[2].partition("</fieldset>")[0]
    assert "because of “clinic”" in offered and "because of “Battambang”" in offered
    violence = term("domestic-violence")
    assert violence.name not in offered
    # By hand it can be chosen.
    assert f'<input type="checkbox" name="topics" value="{violence.pk}">' in page
    editors.post(url_of(item), sent(item, topics=[violence.pk]))
    assert list(ClippingPage.objects.get().topics.all()) == [violence]


def test_taking_unchanged_publishes_and_leads_to_the_next(editors, editor, item, story) -> None:
    answer = editors.post(url_of(item) + "?page=1", sent(item, next=story[1].pk, topics=[term("health").pk]))
    assert (answer.status_code, answer["Location"]) == (302, url_of(story[1]) + "?page=1")
    page = ClippingPage.objects.get()
    assert page.live and Submission.objects.get().decided_by == editor
    assert "Taken: A clinic reaches Battambang" in text(editors.get(answer["Location"]))


def test_who_changes_a_word_sends_it_to_another_editor(editors, item) -> None:
    answer = editors.post(url_of(item), sent(item, title="A clinic comes to Battambang"), follow=True)
    assert "another editor decides: A clinic comes to Battambang" in text(answer)
    assert not ClippingPage.objects.get().live and Submission.objects.get().is_waiting


def test_nothing_typed_is_lost_where_it_is_refused(editors, item) -> None:
    answer = editors.post(url_of(item), sent(item, excerpt="word " * 60, topics=[term("law").pk]))
    page = text(answer)
    assert "An excerpt has at most 200 letters." in page and "word word word" in page
    assert f'value="{term("law").pk}" checked' in page
    assert not ClippingPage.objects.exists()


def test_what_changed_or_was_decided_meanwhile_is_told(editors, item, story) -> None:
    stale = sent(item)
    Item.objects.filter(pk=item.pk).update(title="Another title")
    assert "It was changed meanwhile" in text(editors.post(url_of(item), stale))
    Item.objects.filter(pk=item.pk).update(state="passed")
    assert "Somebody has passed it already." in text(editors.post(url_of(item), stale))


def test_passing_takes_the_rest_of_the_story_along_and_can_be_undone(editors, story) -> None:
    first = story[1]
    rest = [key_of(each) for each in (story[0], story[2])]
    answer = editors.post(url_of(first), sent(first, "pass", rest=rest, is_with_rest="on"), follow=True)
    assert "3 passed" in text(answer) and not Item.objects.waiting().exists()
    assert "3 items wait again." in text(editors.post(reverse("workspace:press-undo"), follow=True))
    assert Item.objects.waiting().count() == 3


def test_several_are_decided_each_by_itself(editors, item, story) -> None:
    changed = key_of(story[1])
    Item.objects.filter(pk=story[1].pk).update(title="Another title")
    answer = editors.post(DESK, {"chosen": [key_of(item), changed], "decision": "take"}, follow=True)
    page = text(answer)
    assert "Taken: A clinic reaches Battambang" in page and "Another title: It was changed meanwhile" in page
    clipping = ClippingPage.objects.get()
    assert [topic.slug for topic in clipping.topics.all()] == ["health"]
    assert [place.slug for place in clipping.places.all()] == ["battambang"]
    answer = editors.post(DESK, {"chosen": [key_of(story[0]), key_of(story[2])], "decision": "pass"}, follow=True)
    assert "2 passed" in text(answer)


@pytest.mark.parametrize("chosen", [[], ["x"], ["1"], ["1." + "g" * 64], ["9" * 30 + "." + "a" * 64]])
def test_a_choice_that_is_none_is_told(editors, item, chosen: list[str]) -> None:
    page = text(editors.post(DESK, {"chosen": chosen, "decision": "pass"}))
    assert "Choose at least one item." in page or "not an item of this list" in page
    assert Item.objects.waiting().count() == 1


def test_a_source_is_passed_for_a_day_and_no_more(editors, item, story) -> None:
    page = text(editors.post(url_of(item), sent(item, "pass-source"), follow=True))
    assert "is passed for a day." in page and "1 passed" in page
    sources = reverse("workspace:press-sources")
    assert "All that it brings is passed until" in text(editors.get(sources))
    editors.post(reverse("workspace:press-source", args=[item.source_id]), {"action": "show"})
    assert "All that it brings is passed until" not in text(editors.get(sources))


def test_a_source_without_excerpts_shows_title_and_link(editors, portal) -> None:
    item = make_item(make_source(allows_excerpts=False), "A clinic", excerpt="Stored before it said no.")
    page = text(editors.get(url_of(item)))
    assert "title and link stand alone" in page and "Stored before" not in page and 'name="excerpt"' not in page
    editors.post(url_of(item), sent(item))
    assert ClippingPage.objects.get().excerpt == ""


def test_the_list_can_be_narrowed_to_a_source_and_leads_on(editors, item, story, monkeypatch) -> None:
    page = text(editors.get(DESK, {"source": item.source_id}))
    listed = page.partition('class="waits')[2].partition("</ul>")[0]
    assert item.title in listed and "Clinic by" not in listed
    monkeypatch.setattr(views, "STORIES_PER_PAGE", 1)
    first, second = (text(editors.get(DESK, {"page": number})) for number in (1, 2))
    assert "page=2" in first and (item.title in first) != (item.title in second)
    assert text(editors.get(DESK, {"source": "x", "page": "x"}))


def test_an_own_site_is_not_among_them(editors, organization, item) -> None:
    own = make_item(make_own_site(organization), "Our own news")
    page = text(editors.get(DESK))
    assert "Our own news" not in page and "1 item waits in 1 story" in page
    assert editors.get(url_of(own)).status_code == 404
    assert editors.post(reverse("workspace:press-source", args=[own.source_id]), {"action": "pause"}).status_code == 404


def test_500_waiting_items_cost_ten_queries(client, editor, portal) -> None:
    # With the second factor, as editors have it.
    sign_in(client, editor)
    sources = [make_source(f"Paper {number}") for number in range(10)]
    items = [make_item(sources[number % 10], f"A clinic in Battambang {number}") for number in range(500)]
    for start in range(0, 500, 5):
        Item.objects.filter(pk__in=[each.pk for each in items[start : start + 2]]).update(story=items[start].pk)
    assert "500 items wait in 400 stories" in text(client.get(DESK))
    for url in (DESK, url_of(items[0])):
        assert len(queries_of(client, url)) <= 10


# Clippings and sources


def test_remove_this_closes_at_once(editors, item) -> None:
    editors.post(url_of(item), sent(item))
    page = ClippingPage.objects.get()
    away = reverse("workspace:withdraw", args=[page.pk])
    assert f'href="{away}"' in text(editors.get(reverse("workspace:press-clippings")))
    assert editors.post(away, {"reason": "The source asked for it."}).status_code == 302
    page.refresh_from_db()
    item.refresh_from_db()
    assert (page.live, item.state) == (False, "withdrawn")
    assert editors.get(url_of(item)).status_code == 404


def test_sources_tell_their_health_and_what_was_taken(editors, item, story) -> None:
    editors.post(url_of(item), sent(item, topics=[term("health").pk]))
    editors.post(url_of(story[0]), sent(story[0], "pass"))
    page = text(editors.get(reverse("workspace:press-sources")))
    assert "It was not read yet." in page
    assert "1 taken, 0 passed" in page and "0 taken, 1 passed" in page and "taken as suggested: 0%" in page


def test_a_source_is_read_on_demand_once_in_ten_minutes(editors, item) -> None:
    state = item.source.fetch_state
    type(state).objects.update(next_at=timezone.now() + dt.timedelta(hours=5))
    url = reverse("workspace:press-source", args=[item.source_id])
    assert "is read within the next minutes." in text(editors.post(url, {"action": "poll"}, follow=True))
    state.refresh_from_db()
    assert state.next_at <= timezone.now()
    assert "Please try again in ten minutes." in text(editors.post(url, {"action": "poll"}, follow=True))
    assert "is paused." in text(editors.post(url, {"action": "pause"}, follow=True))
    item.source.refresh_from_db()
    assert item.source.state == "paused"
    assert "is read again." in text(editors.post(url, {"action": "read"}, follow=True))
    assert editors.post(url, {"action": "delete"}).status_code == 404
    assert editors.get(url).status_code == 405


def test_sources_cost_no_more_queries_with_more_of_them(editors, portal) -> None:
    url = reverse("workspace:press-sources")
    make_source()
    few = len(queries_of(editors, url))
    for number in range(8):
        make_item(make_source(f"Paper {number}"))
    assert len(queries_of(editors, url)) <= few <= 10
