"""Every field of the full editor is in the short form of its kind of page, or a reason is given here."""

from __future__ import annotations

import pytest
from wagtail.fields import StreamField

from blog.models import ArticlePage, PublicationPage, UpdatePage
from events.models import EventPage
from help_services.models import HelpServicePage
from orgs.pages.short_form import short_form_class
from orgs.short_forms.rows_field import RowsField

KINDS = [UpdatePage, ArticlePage, PublicationPage, EventPage, HelpServicePage]
SORTING = {"topics": "topic", "places": "place"}
ROWS = {"addressed_recommendations": "recommendations", "recommendations": "other_recommendations"}
# The fields of a page whose field in the short form has another name. An article's body is made of parts.
OTHER_NAMES = {
    UpdatePage: {**SORTING, "image": "file"},
    ArticlePage: {**SORTING, "image": "file", "body": "parts"},
    PublicationPage: {**SORTING, **ROWS, "cover": "file", "document": "upload"},
    EventPage: {**SORTING, **ROWS, "image": "file", "body": "about", "people": "guests", "competition": "entries"},
    HelpServicePage: SORTING,
}
# The fields that are in no short form, and why.
IN_NO_SHORT_FORM = {
    (UpdatePage, "title"): "made of the first words of the text",
    (HelpServicePage, "summary"): "nobody in need reads it: a list shows kind, hours and telephone",
    (HelpServicePage, "verified_on"): "set by the button that verifies the service",
}
# What a row of a stream says in the full editor alone, and where in the workspace it is said.
IN_NO_ROW = {
    (PublicationPage, "addressed_recommendations", "steps"): "written under Findings and recommendations",
    (EventPage, "addressed_recommendations", "steps"): "written under Findings and recommendations",
    (EventPage, "addressed_recommendations", "speaks_for"): "written under Findings and recommendations",
}
# Wagtail's notes between writers, which are no content.
COMMENTS = {"comments", "comment_notifications"}


def full_editor(kind):
    form = kind.get_edit_handler().get_form_class()
    return {*form.base_fields, *form.formsets} - COMMENTS


def short_form(kind):
    return set(short_form_class(kind).base_fields) | ({"parts"} if kind is ArticlePage else set())


def missing(kind):
    """Return the names of the full editor's fields that the short form of a kind of page has not."""
    names = OTHER_NAMES[kind]
    return {field for field in full_editor(kind) if names.get(field, field) not in short_form(kind)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_in_the_short_form_or_has_a_reason(kind):
    assert missing(kind) == {field for page, field in IN_NO_SHORT_FORM if page is kind}


def test_the_table_names_no_field_that_is_gone():
    for kind, names in OTHER_NAMES.items():
        assert names.keys() <= full_editor(kind), kind


def rows_of_streams(kind):
    """Yield each stream field that has rows in the short form, with the form of a row."""
    form = short_form_class(kind)
    for field in kind._meta.get_fields():
        box = form.base_fields.get(OTHER_NAMES[kind].get(field.name, field.name))
        if isinstance(field, StreamField) and isinstance(box, RowsField):
            yield field, box


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_says_all_that_a_block_says_or_has_a_reason(kind):
    left_out = {
        (kind, field.name, said)
        for field, box in rows_of_streams(kind)
        for block in field.stream_block.child_blocks.values()
        for said in getattr(block, "child_blocks", ())
        if said not in box.row.base_fields
    }
    assert left_out == {each for each in IN_NO_ROW if each[0] is kind}
