"""Tables of articles: everything that reads a page sees the words of their cells."""

from __future__ import annotations

from copy import deepcopy

import pytest
from wagtail.models import Locale
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments

from common.typed_text.tables import TextTable
from moderation.checks import check_now
from moderation.comparison.editable_texts import texts_of
from moderation.comparison.page_diff import compare_pages
from orgs.pages.blocks import table_value
from orgs.pages.content_walker import letters_of

pytestmark = pytest.mark.django_db

TABLE = table_value(TextTable([["Village", "Women"], ["Prey Kabas", "twelve"], ["Angkor Borei", ""]])) | {
    "caption": "Who weaves"
}
WORDS = {"Who weaves", "Village", "Women", "Prey Kabas", "twelve", "Angkor Borei"}


@pytest.fixture
def article(make_page, organization):
    return make_page("article", organization, body=[{"type": "table", "value": deepcopy(TABLE)}])


def test_search_checks_lengths_and_corrections_see_its_words(article):
    assert {text.value for text in texts_of(article)} >= WORDS
    assert all(word in article.entry_text() for word in WORDS)
    assert letters_of(article) >= sum(map(len, WORDS))


def test_checks_find_what_is_in_a_cell(make_page, organization):
    table = table_value(TextTable([["Who", "Where"], ["Sokha", "012 345 678"]]))
    page = make_page("article", organization, body=[{"type": "table", "value": table}])
    (found,) = [run.findings for run in check_now(page) if run.check.name == "personal-data"]
    assert [finding.where for finding in found] == ["012 345 678"]


def test_a_changed_cell_is_a_change_of_its_row(make_page, organization, article):
    changed = make_page("article", organization, title=article.title)
    value = article.body.stream_block.get_prep_value(article.body)
    value[0]["value"]["rows"][0]["values"][1] = "thirteen"
    changed.body = article.body.stream_block.to_python(value)
    rows = [row for row in compare_pages(article, changed) if any("thirteen" in run.shown for run in row.after)]
    assert len(rows) == 1


def test_its_words_are_translated_and_nothing_else_changes(make_page, organization, article):
    segments = [segment for segment in extract_segments(article) if segment.path.startswith("body.")]
    assert {segment.string.data for segment in segments} == WORDS
    target = make_page("article", organization, language="km")
    translated = [
        StringSegmentValue(segment.path, f"{segment.string.data} km", order=segment.order)
        for segment in segments
        if segment.string.data != "twelve"
    ]
    ingest_segments(
        article, target, Locale.objects.get(language_code="en"), Locale.objects.get(language_code="km"), translated
    )
    table = target.body[0].value
    assert table.caption == "Who weaves km"
    assert [column["heading"] for column in table.columns] == ["Village km", "Women km"]
    assert [row["values"] for row in table.row_data] == [["Prey Kabas km", "twelve"], ["Angkor Borei km", ""]]
