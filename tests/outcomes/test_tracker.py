"""The tracker shows every public recommendation once, narrowed by institution, state and year."""

import csv
import io

import feedparser
import pytest
from django.utils import timezone

from assets.models import Document
from outcomes.models import RecommendationRow
from tests.outcomes.conftest import recommended, step
from tests.queries import queries_of
from vocabulary.models import Institution

TRACKER = "/en/recommendations/"


@pytest.fixture
def three(make_recommending, ministry, senate):
    """An event and a publication with three recommendations: one adopted, one waiting, one declined."""
    event = make_recommending(
        "event",
        recommended("Open the forms", ministry, step("sent", 300), step("adopted", 20, note="A letter came.")),
        recommended("Print the lists", senate, step("sent", 120), step("received", 110)),
        title="Forum of the law",
    )
    report = make_recommending(
        "publication", recommended("Pay the midwives", ministry, step("sent", 40), step("declined", 30))
    )
    return event, report


def texts(response):
    return [row.text for row in response.context["recommendations"]]


def test_every_recommendation_stands_with_its_institution_its_page_and_its_steps(client, three):
    body = client.get(TRACKER).content.decode()
    assert "3 recommendations" in body
    for words in (
        "Open the forms",
        "To: Ministry A",
        "Forum of the law",
        "A letter came.",
        "120 days without an answer",
    ):
        assert words in body
    assert f'href="{three[0].url}#recommendation-2"' in body


def test_the_longest_waiting_stands_first(client, three):
    assert texts(client.get(TRACKER))[0] == "Print the lists"
    assert texts(client.get(TRACKER + "?order=newest")) == ["Open the forms", "Pay the midwives", "Print the lists"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("institution=ministry-a", {"Open the forms", "Pay the midwives"}),
        ("status=waiting", {"Print the lists"}),
        ("institution=ministry-a&status=declined", {"Pay the midwives"}),
        ("institution=nobody&status=x&year=-1", {"Open the forms", "Print the lists", "Pay the midwives"}),
    ],
)
def test_the_choices_narrow_it_and_unknown_ones_choose_nothing(client, three, query, found):
    response = client.get(f"{TRACKER}?{query}")
    assert set(texts(response)) == found and response.context["tally"].all == len(found)


def test_a_facet_counts_what_each_choice_would_leave(client, three):
    facets = client.get(TRACKER + "?status=declined").context["facets"]
    by_name = {facet["name"]: facet["choices"][1:] for facet in facets}
    assert [facet["choices"][0]["count"] for facet in facets] == [1, 3, 1]
    assert [facet["choices"][0]["chosen"] for facet in facets] == [True, False, True]
    assert [(each["label"], each["count"]) for each in by_name["Institution"]] == [("Ministry A", 1)]
    assert {each["label"]: each["count"] for each in by_name["Where it stands"]} == {
        "Adopted": 1,
        "Declined": 1,
        "Waiting for an answer": 1,
    }


def test_a_page_in_two_languages_counts_once_and_in_the_readers_language(client, make_recommending, ministry):
    page = make_recommending("event", recommended("Open the forms", ministry, step("sent", 9)))
    make_recommending(
        "event",
        recommended("បើកទម្រង់", ministry, step("sent", 9)),
        language="km",
        translation_key=page.translation_key,
    )
    assert texts(client.get(TRACKER)) == ["Open the forms"]
    assert texts(client.get("/km/recommendations/")) == ["បើកទម្រង់"]


def test_what_is_no_longer_public_leaves_the_tracker(client, three, drain):
    three[0].unpublish()
    drain()
    assert texts(client.get(TRACKER)) == ["Pay the midwives"]
    assert RecommendationRow.objects.count() == 1


def test_a_hidden_organization_leaves_the_tracker(client, three, organization):
    type(organization).objects.filter(pk=organization.pk).update(is_hidden=True)
    assert texts(client.get(TRACKER)) == []


def test_a_draft_with_a_new_step_changes_nothing_until_it_is_published(client, three, ministry, drain):
    page = three[0].get_latest_revision_as_object()
    value = page.addressed_recommendations[1].value
    value["steps"].append({"kind": "answered", "day": timezone.localdate(), "note": "", "document": None, "link": ""})
    revision = page.save_revision()
    drain()
    assert RecommendationRow.objects.get(text="Print the lists").outcome == "waiting"
    revision.publish()
    drain()
    assert RecommendationRow.objects.get(text="Print the lists").outcome == "answered"


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_takes_at_most_ten_queries_however_many_there_are(client, make_recommending, ministry, senate, language):
    many = [recommended(f"Number {n}", (ministry, senate)[n % 2], step("sent", n + 1)) for n in range(20)]
    for _page in range(2):
        make_recommending("event", *many)
    client.cookies["messages"] = "not from the page cache"
    assert len(queries_of(client, f"/{language}/recommendations/?page=2")) <= 10


def test_its_page_shows_them_and_search_finds_their_words(client, three, drain):
    body = client.get(three[0].url).content.decode()
    assert 'id="recommendation-2"' in body and "Waiting" in body
    for words in ("Print the lists", "Senate"):
        found = client.get("/en/search/", {"q": words}).content.decode()
        assert three[0].url in found, words


def test_the_page_of_an_event_still_takes_few_queries(client, make_recommending, ministry):
    page = make_recommending(
        "event", *[recommended(f"Number {n}", ministry, step("sent", 9), step("answered", 3)) for n in range(20)]
    )
    client.cookies["messages"] = "not from the page cache"
    few = queries_of(client, page.url)
    assert sum("vocabulary_institution" in query for query in few) == 1
    assert sum(Document._meta.db_table in query for query in few) <= 1


def test_an_institution_that_is_deleted_leaves_the_recommendation(client, three, ministry):
    Institution.objects.get(pk=ministry.pk).delete()
    body = client.get(TRACKER).content.decode()
    assert "Open the forms" in body and "Ministry A" not in body
    assert client.get(three[0].url).status_code == 200


def test_the_file_has_what_the_list_has_and_no_formula(client, three, make_recommending, senate):
    make_recommending("event", recommended("=1+1", senate, step("sent", 5)), title="Another forum")

    response = client.get(f"{TRACKER}recommendations.csv?institution=senate")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert rows[0][:4] == ["Recommendation", "Institution", "Event or publication", "Where it stands"]
    assert [row[:4] for row in rows[1:]] == [
        ["'=1+1", "Senate", "Another forum", "Waiting for an answer"],
        ["Print the lists", "Senate", "Forum of the law", "Waiting for an answer"],
    ]
    assert rows[2][4].startswith("20") and rows[2][8] == "" and rows[2][9].endswith("#recommendation-2")
    assert 'recommendations.csv?institution=senate"' in client.get(f"{TRACKER}?institution=senate").text


def test_the_feed_has_what_the_list_has_with_its_steps(client, three, make_recommending, senate):
    noted = step("sent", 2, note="By hand.")
    make_recommending("event", recommended("A\x0bbell", senate, noted), title="Another forum")

    answer = client.get(f"{TRACKER}feed.atom?institution=senate")
    feed = feedparser.parse(answer.content)

    assert not feed.bozo and [entry.title for entry in feed.entries] == ["A bell", "Print the lists"]
    newest = feed.entries[0]
    assert newest.summary.startswith("Senate\nWaiting for an answer\nSent: ") and newest.summary.endswith("By hand.")
    assert newest.link.endswith("#recommendation-1") and len({entry.id for entry in feed.entries}) == 2
    assert feed.feed.id != feedparser.parse(client.get(f"{TRACKER}feed.atom").content).feed.id
    again = client.get(f"{TRACKER}feed.atom?institution=senate", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert f'{TRACKER}feed.atom?institution=senate"' in client.get(f"{TRACKER}?institution=senate").text
    assert client.get("/km/recommendations/feed.atom").status_code == 200


def test_who_is_withdrawn_leaves_the_feed(client, three, drain):
    three[0].unpublish()
    drain()
    assert three[0].title not in client.get(f"{TRACKER}feed.atom").text
    assert "Open the forms" not in client.get(f"{TRACKER}feed.atom").text
