"""The demo's recommendations: ten to institutions, three adopted, three answered, three waiting, one declined."""

from collections import Counter

import pytest

from demo import content_files
from outcomes.recommendations.steps import outcome_of

ROWS = [(page.slug, row) for page in content_files.pages() for row in page.settings.get("addressed", [])]


def test_the_states_are_those_of_the_drawings():
    outcomes = Counter(outcome_of(kind for kind, _days in row["steps"]) for _slug, row in ROWS)
    assert outcomes == {"adopted": 3, "answered": 3, "waiting": 3, "declined": 1}


def test_each_goes_to_an_institution_that_is_there_in_both_languages():
    institutions = content_files.institutions()
    assert {row["to"] for _slug, row in ROWS} == set(institutions)
    assert all(names["name_en"] and names["name_km"] for names in institutions.values())


@pytest.mark.parametrize(
    "page", [page for page in content_files.pages() if "addressed" in page.settings], ids=lambda page: page.slug
)
def test_both_languages_have_a_sentence_for_each(page):
    assert all(len(text.notes["recommendations"]) >= len(page.settings["addressed"]) for text in page.texts.values())
