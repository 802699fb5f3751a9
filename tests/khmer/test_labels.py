"""The labels of forms and blocks are in Khmer, also those that no screen shows today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from django import forms
from django.utils.translation import override
from wagtail import blocks

from tests.khmer.crawl.latin import Reader
from tests.khmer.crawl.visible_text import pieces_of
from tests.structure.test_patterns import sources
from tools.packages import folders

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# The page that shows every component to those who build, in English.
FOR_BUILDERS = {"SampleForm"}
# Wagtail's form of a page: a switch of its comments' window, which has words of its own.
OF_WAGTAIL = {"comment_notifications"}
# Wagtail's words about a picture; PictureField refuses one in words of the portal before they are needed.
NEVER_SAID = {"invalid_image_extension", "file_too_large_unknown_size"}

# In a template, words that are translated, and what is no word.
TRANSLATED = re.compile(r"\{% (blocktranslate|comment)\b.*?\{% end\1 %\}|\{#.*?#\}|\{% block \w+ %\}work[\w ]*", re.S)
# Before the subject of an answer: programs know it in this form alone.
SIGNS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\bRe: ", re.S)
# Both languages at once; for builders; two beginnings of one tag.
NOT_READ = {"500.html", "styles.html", "button.html"}


def below(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from below(each)


def own(base: type) -> list[type]:
    for _path, parts in sources():
        import_module(".".join(parts).removesuffix(".__init__"))
    return [each for each in {*below(base)} if each.__module__.partition(".")[0] in folders()]


def words_of(name: str, field: forms.Field) -> Iterator[str]:
    yield str(field.label if field.label is not None else name)
    yield str(field.help_text)
    yield from (str(text) for key, text in field.error_messages.items() if key not in NEVER_SAID)
    choices = getattr(field, "choices", ())
    if isinstance(choices, list):
        yield from (str(label) for _value, label in choices)


def words_of_forms() -> Iterator[tuple[str, str]]:
    for form in own(forms.BaseForm):
        fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
        for name, field in fields.items():
            if not field.widget.is_hidden and name not in OF_WAGTAIL and form.__name__ not in FOR_BUILDERS:
                yield from ((f"{form.__name__}.{name}", text) for text in words_of(name, field))


def words_of_blocks() -> Iterator[tuple[str, str]]:
    for block in own(blocks.Block):
        parts: dict[str, blocks.Block] = getattr(block, "base_blocks", {})
        yield from ((f"{block.__name__}.{name}", str(part.label)) for name, part in parts.items())


def test_every_part_has_a_name_in_khmer():
    reader = Reader()
    with override("km"):
        found = [
            f"{where}: {text[:80]}"
            for where, text in (*words_of_forms(), *words_of_blocks())
            if any(reader.trips_over(piece) for piece in pieces_of(PLACEHOLDER.sub(" ", text)))
        ]

    assert not found, "\n".join(found)


def test_no_template_says_a_word_that_is_not_translated():
    reader = Reader()
    found = [
        f"{path.name}: {piece[:80]}"
        for folder in folders().values()
        for path in folder.rglob("templates/**/*")
        if path.suffix in {".html", ".txt"} and path.name not in NOT_READ
        for piece in pieces_of(SIGNS.sub(" ", TRANSLATED.sub(" ", path.read_text())))
        if reader.trips_over(piece)
    ]

    assert not found, "\n".join(found)
