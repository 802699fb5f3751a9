"""The style page shows every component that stands alone, in both scripts; the public never sees it."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from portal.styles import styles
from tools.packages import folders

KHMER = ("Neary Khmer", "Noto Sans Khmer", "Khmer OS")
GENERIC = ("serif", "sans-serif", "monospace", "inherit")
# A list of fonts: with names in quotation marks, behind a size or alone.
STACK = re.compile(
    r"(?:--[\w-]+|font(?:-family)?):((?:[^;}\"'(]|\"[^\"]*\"|'[^']*')*?(?:\"[^\"]*\"|'[^']*')[^;}\"()]*?,[^;}()]*)"
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_draws_the_components(portal: object, language: str) -> None:
    request = RequestFactory().get("/styles/", {"language": language})
    html = styles(request).content.decode()
    for sign in ("alert good", 'class="clock"', 'class="cloth"', 'class="empty"', 'class="event"', 'class="field bad"'):
        assert sign in html
    assert f'<html lang="{language}">' in html


def test_the_public_does_not_see_it(client: Client) -> None:
    assert client.get("/styles/").status_code == 404


def font_stacks() -> list[tuple[str, list[str]]]:
    """Every list of fonts in style sheets and templates, by its file."""
    found = []
    for folder in folders().values():
        for path in [*folder.rglob("*.css"), *folder.rglob("*.html")]:
            for stack in STACK.findall(path.read_text()):
                names = [name.strip().strip("\"'").split("/")[-1].strip() for name in stack.split(",")]
                names = [re.sub(r"^[\d.]+(rem)? ?[\"']?", "", name).strip("\"'") for name in names]
                found.append((path.name, [name for name in names if name not in GENERIC]))
    return found


def test_every_font_stack_ends_in_the_font_of_the_other_script() -> None:
    """A heading in English may hold a Khmer name, and the other way round: no phone is sure to have a font for it."""
    stacks = font_stacks()
    assert {name for name, _fonts in stacks} >= {"neary.css", "admin.css", "base.html"} and len(stacks) >= 4
    faults = [stack for stack in stacks if (stack[1][0] in KHMER) == (stack[1][-1] in KHMER)]
    assert not faults
