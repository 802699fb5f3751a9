"""Search rows take the words of a text of blocks, and nothing of its form."""

import pytest
from bs4 import BeautifulSoup

from orgs.pages.blocks import BodyBlock, words_of


def test_words_come_without_markup_and_levels():
    block = BodyBlock()
    body = block.to_python(
        [
            {"type": "heading", "value": {"text": "Why the phone", "level": "h2"}},
            {"type": "paragraph", "value": "<p>Almost <b>everybody</b> owns one.</p><p>So we film.</p>"},
            {"type": "quotation", "value": {"text": "Treat women equally", "source": "The theme"}},
        ]
    )
    words = words_of(body)
    assert "section" not in words
    assert words == "Why the phone Almost everybody owns one. So we film. Treat women equally The theme"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (["h3"], ["h2"]),
        (["h3", "h3", "h2", "h3"], ["h2", "h2", "h2", "h3"]),
        (["h2", "h3", "h2", "h3"], ["h2", "h3", "h2", "h3"]),
        ([], []),
    ],
)
@pytest.mark.parametrize("kind", ["article", "event"])
def test_no_level_of_headings_is_skipped(make_page, organization, client, kind, chosen, shown):
    body = [("heading", {"text": f"Part {number}", "level": level}) for number, level in enumerate(chosen)]
    page = make_page(kind, organization, live=True, body=body)
    prose = BeautifulSoup(client.get(page.url).content, "html.parser").select(".prose h2, .prose h3")
    assert [heading.name for heading in prose if heading.text.startswith("Part")] == shown
