"""Tables in the short form of an event: stored as blocks, shown as lines with tabs, the same when saved again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamValue

from events.form_rows.plain_body import MultilineField, blocks_of, plain_text
from events.models import EventPage
from orgs.pages.blocks import words_of

TABLE = "Hour\tWhat\n08:30\tWords of welcome\n09:00\t"


def body_of(text):
    return StreamValue(EventPage.body.field.stream_block, blocks_of(text))


def test_a_table_becomes_a_block():
    text = MultilineField().clean(f"Come all.\r\n{TABLE}\r\nBring seeds & <b>water</b>.")
    body = body_of(text)
    assert [block.block_type for block in body] == ["paragraph", "table", "paragraph"]
    table = body[1].value
    assert [column["heading"] for column in table.columns] == ["Hour", "What"]
    assert [row["values"] for row in table.row_data] == [["08:30", "Words of welcome"], ["09:00", ""]]
    assert plain_text(body) == text
    assert "Words of welcome" in words_of(body)
    assert body.stream_block.clean(body)


def test_a_table_of_the_full_editor_that_says_more_is_left_to_it():
    body = body_of(TABLE)
    for change in ({"caption": "The day"}, {"type": "number"}, {"heading": ""}):
        stored = body.stream_block.get_prep_value(body)
        if "caption" in change:
            stored[0]["value"]["caption"] = change["caption"]
        else:
            stored[0]["value"]["columns"][0] |= change
        assert plain_text(body.stream_block.to_python(stored)) is None


LINES = st.lists(st.text(st.sampled_from("ab1\t <&ក"), max_size=12), max_size=8).map("\n".join)


@given(LINES)
def test_what_is_stored_reads_as_what_was_typed(text):
    field = MultilineField(required=False)
    typed = field.clean(text)
    assert plain_text(body_of(typed)) == typed
    assert field.clean(typed) == typed
