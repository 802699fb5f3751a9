"""The texts of the guide for people who write here, and the examples beside the forms, read from files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class GuidePart:
    """A part of a page of the guide: its title, a paragraph, and what stands below it as a list."""

    title: str
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class GuidePage:
    """A page of the guide in one language; `alt` says in words what its picture shows."""

    slug: str
    title: str
    summary: str
    alt: str
    parts: tuple[GuidePart, ...]


@dataclass(frozen=True)
class Examples:
    """The examples beside one form, in both languages, and the slug of the guide's page about it."""

    page: str
    en: tuple[str, ...]
    km: tuple[str, ...]


@cache
def guide_pages(language: str) -> dict[str, GuidePage]:
    """Return the pages of the guide in a language ("en", "km") by their slugs, in their order."""
    return {slug: guide_page(slug, words) for slug, words in read(language).items()}


def guide_page(slug: str, words: dict[str, Any]) -> GuidePage:
    """Return a page of the guide made of its words in the file."""
    parts = tuple(GuidePart(part["title"], part["text"], tuple(part["items"])) for part in words["parts"])
    return GuidePage(slug, words["title"], words["summary"], words["alt"], parts)


@cache
def examples() -> dict[str, Examples]:
    """Return the examples beside the forms, by the name of the kind of page; "profile" for the profile."""
    return {
        kind: Examples(each["page"], tuple(each["en"]), tuple(each["km"])) for kind, each in read("examples").items()
    }


def read(name: str) -> dict[str, Any]:
    """Return what a file of this folder says, by its tables in their order."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
