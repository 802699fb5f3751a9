"""The review sees recommendations and their steps as it sees every other text of a page."""

import pytest

from moderation.comparison.comparable_parts import parts_of
from moderation.comparison.content_hash import content_hash
from moderation.comparison.editable_texts import texts_of
from moderation.comparison.page_diff import compare_pages
from orgs.pages.content_walker import letters_of
from tests.outcomes.conftest import recommended, step


@pytest.fixture
def page(make_recommending, ministry):
    return make_recommending("event", recommended("Open the forms", ministry, step("sent", 40)))


@pytest.fixture
def answered(page):
    """The page's newest draft, with one step more."""
    # Read again: a page without a draft gives itself as its latest revision.
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    steps = draft.addressed_recommendations[0].value["steps"]
    steps.append(steps[0] | {"kind": "answered", "note": "The letter promises a form."})
    draft.save_revision()
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_new_step_changes_the_hash_of_what_was_sent(page, answered):
    assert content_hash(page.live_revision) != content_hash(answered.latest_revision)


def test_an_editor_sees_the_new_step_and_its_words(page, answered):
    changed = [row for row in compare_pages(page, answered) if not row.is_same]
    assert len(changed) == 1
    added = " ".join(run.text for run in changed[0].after if run.kind == "added")
    assert "Answered" in added and "The letter promises a form." in added


def test_an_editor_reads_to_whom_it_goes(page):
    words = "\n".join(part.text for part in parts_of(page))
    assert "Open the forms" in words and "Ministry A" in words and "Sent" in words


def test_an_editor_may_correct_its_words_and_they_count_as_letters(page, answered):
    assert {"Open the forms", "The letter promises a form."} <= {text.value for text in texts_of(answered)}
    assert letters_of(answered) > letters_of(page)


def test_that_it_speaks_for_the_series_is_reviewed_and_what_does_not_is_stored_as_before(page):
    before = content_hash(page.live_revision)
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert content_hash(draft.save_revision()) == before
    draft.addressed_recommendations[0].value["speaks_for"] = "series"
    assert content_hash(draft.save_revision()) != before
    changed = [row for row in compare_pages(page, draft) if not row.is_same]
    assert "the whole series" in " ".join(run.text for run in changed[0].after if run.kind == "added")
