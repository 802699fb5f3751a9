"""What search rows take from a text of blocks: its words, and nothing of its form."""

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
