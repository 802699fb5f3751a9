"""The facts of recommendations are the same in both languages: those of the page that was public first."""

import json

import pytest

from catalog.models import CatalogEntry
from outcomes.models import RecommendationRow
from outcomes.recommendations.rows import write_recommendations
from outcomes.recommendations.shared_facts import with_facts
from outcomes.recommendations.shown import ShownRecommendation
from tests.outcomes.conftest import recommended, step


@pytest.fixture
def both(make_recommending, ministry):
    """An English event that was public first, and its Khmer page with other steps."""
    english = make_recommending("event", recommended("Open the forms", ministry, step("sent", 40, note="By hand.")))
    khmer = make_recommending(
        "event",
        recommended("បើកទម្រង់", ministry, step("sent", 9, note="ដោយផ្ទាល់"), step("declined", 1)),
        language="km",
        translation_key=english.translation_key,
    )
    return english, khmer


def add_step(page, *steps):
    page = type(page).objects.get(pk=page.pk)
    stored = page.addressed_recommendations.get_prep_value()
    stored[0]["value"]["steps"] = [{"type": "item", "value": each, "id": str(n)} for n, each in enumerate(steps)]
    page.addressed_recommendations = json.dumps(stored)
    page.save_revision().publish()


def outcomes():
    return {row.entry.language: row.outcome for row in RecommendationRow.objects.select_related("entry")}


def test_both_languages_say_what_the_first_public_page_says(client, both):
    english, khmer = both
    assert outcomes() == {"en": "waiting", "km": "waiting"}
    (shown,) = khmer.shown_recommendations
    assert [(each["kind"], each["note"]) for each in shown.steps] == [("sent", "ដោយផ្ទាល់")]
    page = client.get(khmer.url).text
    assert "បើកទម្រង់" in page and "ដោយផ្ទាល់" in page and "By hand" not in page
    assert english.shown_recommendations[0].steps[0]["note"] == "By hand."


def test_a_new_step_of_the_owner_shows_in_both_at_once(client, both, drain):
    english, khmer = both
    add_step(english, step("sent", 40), step("adopted", 2))
    drain()
    assert outcomes() == {"en": "adopted", "km": "adopted"}
    assert type(khmer).objects.get(pk=khmer.pk).shown_recommendations[0].outcome == "adopted"


def test_a_step_of_the_other_language_alone_changes_nothing(both, drain):
    _english, khmer = both
    add_step(khmer, step("sent", 9), step("adopted", 2))
    drain()
    assert outcomes() == {"en": "waiting", "km": "waiting"}


def test_when_the_owner_goes_the_other_page_says_its_own(both, drain):
    english, khmer = both
    english.unpublish()
    drain()
    assert outcomes() == {"km": "declined"}
    assert khmer.shown_recommendations[0].outcome == "declined"


def test_what_has_no_counterpart_keeps_its_own_facts(ministry, senate):
    sent = {"kind": "sent", "day": "2026-01-02", "note": "", "link": "", "document": None}
    owned = [ShownRecommendation(1, "First", ministry, [sent], "a"), ShownRecommendation(2, "Second", senate, [], "b")]

    def facts(*own):
        return [(each.institution, len(each.steps)) for each in with_facts(own, owned)]

    # A copy for translation is known by its key, also when its institution differs or the order.
    assert facts(ShownRecommendation(1, "២", ministry, [sent], "b")) == [(senate, 0)]
    # Written apart: by the place and the institution, where both have as many.
    first, second = ShownRecommendation(1, "១", ministry, [], "x"), ShownRecommendation(2, "២", ministry, [], "y")
    assert facts(first, second) == [(ministry, 1), (ministry, 0)]
    assert facts(first) == [(ministry, 0)]
    # Nobody is public, or the page owns the facts.
    assert with_facts([first], []) == [first]


def test_a_page_without_recommendations_asks_for_nothing(make_page, organization, django_assert_num_queries):
    page = make_page("event", organization)
    with django_assert_num_queries(0):
        assert page.shown_recommendations == []


def test_a_catalog_row_without_its_page_is_left_alone(both):
    english, _khmer = both
    row = CatalogEntry.objects.get(pk=english.pk)
    row.pk = 999_999
    row.save(force_insert=True)
    write_recommendations([row.translation_key])
    assert set(RecommendationRow.objects.values_list("entry", flat=True)) >= {english.pk}
