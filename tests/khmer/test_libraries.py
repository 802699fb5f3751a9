"""What members see of Django, Wagtail and allauth is in Khmer, and keeps to what the libraries say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation

from tests.house.repository import REPOSITORY, SITE
from tools import catalogues

OURS = SITE / "khmer" / "locale" / "km" / "LC_MESSAGES" / "django.po"
# Their packages carry the English catalogues from which all others are translated.
LIBRARIES = ("django", "django-allauth", "django-taggit", "wagtail", "wagtail-localize")


def english_catalogues() -> Iterator[Path]:
    for library in LIBRARIES:
        for file in distribution(library).files or []:
            if file.match("locale/en/LC_MESSAGES/*.po"):
                yield Path(str(file.locate()))


@cache
def english() -> set[tuple[str | None, str, str]]:
    """Every string of the libraries: its context, its text, its plural."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for path in english_catalogues()
        for entry in polib.pofile(path)
    }


def test_every_string_stands_in_a_library() -> None:
    unknown = [
        entry.msgid
        for entry in polib.pofile(str(OURS))
        if (entry.msgctxt, entry.msgid, entry.msgid_plural) not in english()
    ]

    assert not unknown


@pytest.mark.parametrize("text", ["Save draft", "Incorrect code.", "Enter a number.", "This password is too common."])
def test_the_libraries_speak_khmer(text: str) -> None:
    catalogues.compile_all(REPOSITORY)

    said = DjangoTranslation("km").gettext(text)

    assert said == {entry.msgid: entry.msgstr for entry in polib.pofile(str(OURS))}[text]
    assert said != text
