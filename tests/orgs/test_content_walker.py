"""Every value of a page's content once, with a path by which it is found again."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.tests.utils import get_test_image_file

from assets.models import Image
from orgs.pages.content_walker import content_of, own_fields, stream_items, walk, walk_block
from orgs.pages.images import images_in, picture_blocks

TABLE: dict[str, Any] = {
    "columns": [{"type": "text", "heading": "Name"}, {"type": "number", "heading": "Women"}],
    "rows": [{"values": ["Kep", "3"]}, {"values": ["Takeo", ""]}],
    "caption": "Who came",
}


class Inner(blocks.StructBlock):
    name = blocks.CharBlock(label="name")
    links = blocks.ListBlock(blocks.URLBlock(label="address"))


class Body(blocks.StreamBlock):
    person = Inner()
    text = blocks.RichTextBlock()
    table = TypedTableBlock([("text", blocks.CharBlock()), ("number", blocks.CharBlock())])
    people = blocks.StreamBlock([("person", Inner())])


PERSON = {"name": "Sokha", "links": [{"type": "item", "value": "https://a.example/", "id": "1"}]}
ITEMS: list[dict[str, Any]] = [
    {"type": "text", "value": "<p>One</p>"},
    {"type": "gone", "value": "Of a kind that is no more"},
    {"type": "person", "value": PERSON},
    {"type": "table", "value": TABLE},
    {"type": "people", "value": [{"type": "person", "value": {"name": "Dara"}}]},
]


def test_each_value_is_found_at_its_path() -> None:
    content = {"body": ITEMS}
    found = {each.path: each.value for each in walk_block(Body(), content, "body", "body", "text")}
    assert found == {
        "body.0": "<p>One</p>",
        "body.2.name": "Sokha",
        "body.2.links.0": "https://a.example/",
        "body.3.heading0": "Name",
        "body.3.heading1": "Women",
        "body.3.0.0": "Kep",
        "body.3.0.1": "3",
        "body.3.1.0": "Takeo",
        "body.3.1.1": "",
        "body.3.caption": "Who came",
        "body.4.0.name": "Dara",
    }


def test_what_is_written_to_a_value_stands_in_the_content() -> None:
    content = {"body": [{"type": "person", "value": {"name": "Sokha"}}]}
    [value] = walk_block(Body(), content, "body", "body", "text")
    value.holder[value.key] = "Dara"
    assert content["body"][0]["value"] == {"name": "Dara"}
    assert value.value == "Dara"


def test_values_know_what_they_may_be_and_how_they_are_called() -> None:
    found = {each.path: each for each in walk_block(Body(), {"body": ITEMS}, "body", "body", "text")}
    assert found["body.0"].is_rich_text and not found["body.2.name"].is_rich_text
    assert isinstance(found["body.2.links.0"].definition, blocks.URLBlock)
    assert (found["body.2.name"].label, found["body.2.links.0"].label) == ("name", "address")


def test_cells_of_a_row_stand_on_one_line() -> None:
    _type, _block, values = list(stream_items(Body(), ITEMS))[2]
    lines: dict[str, list[Any]] = {}
    for value in values:
        lines.setdefault(value.line, []).append(value.value)
    assert list(lines.values()) == [["Name", "Women"], ["Kep", "3"], ["Takeo", ""], ["Who came"]]


@pytest.mark.django_db
def test_a_page_is_walked_in_the_order_of_its_form(make_page: Any, organization: Any) -> None:
    image = Image.objects.create(title="A loom", file=get_test_image_file(), collection=organization.collection)
    picture = ("picture", {"image": image, "alt_text": "A loom", "caption": ""})
    body = [("heading", {"text": "Looms", "level": "h2"}), picture]
    page = make_page("article", organization, body=body)
    page.body.append(("quotation", {"text": "We weave.", "source": "Sokha"}))
    values = {each.path: each.value for each in walk(own_fields(page), content_of(page))}
    assert [path for path in values if path.startswith("body")] == [
        "body.0.text",
        "body.0.level",
        "body.1.image",
        "body.1.alt_text",
        "body.1.caption",
        "body.2.text",
        "body.2.source",
    ]
    assert (values["title"], values["body.1.image"], values["body.2.source"]) == (page.title, image.pk, "Sokha")
    assert not {"slug", "owner", "orgcontentpage_ptr", "live"} & set(values)
    assert [value["alt_text"] for value in picture_blocks(page.body)] == ["A loom"]
    assert list(images_in(page.body)) == [image]


@pytest.mark.django_db
def test_a_page_is_opened_without_a_query(make_page: Any, organization: Any, django_assert_num_queries: Any) -> None:
    page = make_page("article", organization, body=[("heading", {"text": "Looms", "level": "h2"})])
    page = type(page).objects.get(pk=page.pk)
    with django_assert_num_queries(0):
        assert list(walk(own_fields(page), content_of(page)))
