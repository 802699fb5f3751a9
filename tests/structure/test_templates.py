"""Templates keep the layers, and the content security policy of the public pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from tests.structure.repository import REPOSITORY, files, is_in_package, may_use, package_of
from tools import packages

# The base templates and components of portal, which every package may use; one of them dresses Wagtail's own.
SHARED_BY_PORTAL = re.compile(r"base\.html$|components/|wagtailadmin/base\.html$")
# Pages inside Wagtail's admin are under its own policy; a mail has no stylesheet but its attributes. A page of an
# archive is opened from a disk, where no stylesheet of the portal is.
OTHER_POLICY = re.compile(r"/(wagtailadmin|wagtailusers|wagtail\w+|mail|takeout/offline)/")
DATA_SCRIPTS = {"application/json", "application/ld+json", "importmap"}


def templates() -> list[Path]:
    return [path for path in files() if is_in_package(path) and "templates" in path.parts]


def tags(path: Path) -> Iterator[list[str]]:
    """The words of every tag in a template, without those in comments and verbatim blocks."""
    for token in tokens(path.read_text()):
        if token.token_type == TokenType.BLOCK:
            yield token.split_contents()


def tokens(source: str) -> list[Token]:
    return Lexer(source).tokenize()


@cache
def libraries() -> dict[str, str]:
    """Our own tag libraries, each with its package."""
    found = [path for path in files() if is_in_package(path) and path.parent.name == "templatetags"]
    names = [path.stem for path in found if path.stem != "__init__"]
    assert len(names) == len(set(names)), "Two packages have a tag library of one name: Django would take either."
    return {path.stem: package_of(path) for path in found}


@cache
def owners() -> dict[str, set[str]]:
    """Return the packages that hold a template, by the template's name."""
    holders: dict[str, set[str]] = {}
    for path in templates():
        name = path.relative_to(packages.folders()[package_of(path)] / "templates").as_posix()
        holders.setdefault(name, set()).add(package_of(path))
    return holders


def loaded(words: list[str]) -> list[str]:
    """The libraries that a tag loads: {% load a b %} or {% load x from a %}."""
    if words[0] != "load":
        return []
    return words[-1:] if "from" in words[1:-1] else words[1:]


def named(words: list[str]) -> list[str]:
    """The template that a tag extends or includes, where it is named outright."""
    if words[0] not in ("extends", "include"):
        return []
    literal = re.fullmatch(r"""(["'])([^"']+)\1""", words[1])
    return [literal[2]] if literal else []


def reaches_up(package: str, words: list[str]) -> bool:
    """Return whether a tag takes what a package above, or beside, holds."""
    lenders = [{libraries()[name]} for name in loaded(words) if name in libraries()]
    lenders += [owners()[name] for name in named(words) if name in owners() and not SHARED_BY_PORTAL.match(name)]
    return any(not any(may_use(package, lender) for lender in holders) for holders in lenders)


def test_templates_take_only_from_their_own_package_and_those_below() -> None:
    broken = [
        f"{path.relative_to(REPOSITORY)}: {{% {' '.join(words)} %}}"
        for path in templates()
        for words in tags(path)
        if reaches_up(package_of(path), words)
    ]

    assert broken == []


def test_our_own_templates_are_there() -> None:
    """A name that no package holds is a library's, or a mistake that only a visitor would see."""
    ours = {name.split("/")[0] for name in owners() if "/" in name}
    absent = [
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path in templates()
        for words in tags(path)
        for name in named(words)
        if name not in owners() and name.split("/")[0] in ours and not is_a_library_template(name)
    ]

    assert absent == []


def is_a_library_template(name: str) -> bool:
    """Return whether an installed library brings a template of this name."""
    from django.template import TemplateDoesNotExist
    from django.template.loader import get_template

    try:
        return bool(get_template(name))
    except TemplateDoesNotExist:
        return False


@pytest.mark.parametrize(
    ("package", "tag", "up"),
    [
        ("blog", "load khmer", False),
        ("khmer", "load look", True),
        ("blog", "load i18n look", False),
        ("vocabulary", 'extends "base.html"', False),
        ("vocabulary", 'include "components/card.html"', False),
        ("orgs", 'include "500.html"', True),
        ("portal", 'include "500.html"', False),
    ],
)
def test_the_rule_of_layers(package: str, tag: str, up: bool) -> None:
    assert reaches_up(package, tag.split()) is up


class Inline(HTMLParser):
    """Gathers what the content security policy forbids."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed("".join(token.contents if token.token_type == TokenType.TEXT else " " for token in tokens(source)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not self.is_harmless(attributes)):
            self.found.append(f"<{tag}>")

    @staticmethod
    def is_harmless(attributes: dict[str, str | None]) -> bool:
        return "src" in attributes or attributes.get("type") in DATA_SCRIPTS


def test_public_templates_have_nothing_inline() -> None:
    public = [path for path in templates() if path.suffix == ".html" and not OTHER_POLICY.search(str(path))]

    found = {str(path.relative_to(REPOSITORY)): Inline(path.read_text()).found for path in public}

    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p style="x">', ["<p style>"]),
        ("<p {% if a %}style='x'{% endif %}>", ["<p style>"]),
        ("<a href=\"{% url 'x' %}\" onclick='x'>", ["<a onclick>"]),
        ("<style>p{}</style>", ["<style>"]),
        ("<script>x()</script>", ["<script>"]),
        ('<script src="{{ file }}" defer></script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ("{# <p style='x'> #}<p class='style'>one</p>", []),
    ],
)
def test_the_rule_of_the_policy(source: str, found: list[str]) -> None:
    assert Inline(source).found == found
