"""A mail of its templates: what its first line says, what becomes a link, and in which language it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import TemplateDoesNotExist

from mail.composer import compose, paragraphs

TEXT = """{% load i18n %}{% autoescape off %}
  {% translate "Draft" %} of {{ title }}

Read it:
{{ site }}/en/x/



{{ typed }}


{% endautoescape %}"""


@pytest.fixture
def templates(tmp_path: Path, settings: Any) -> Path:
    """A folder of templates of a test's own."""
    settings.WAGTAILADMIN_BASE_URL = "https://neary.example/"
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0].get("DIRS", [])]}]
    (tmp_path / "test").mkdir()
    (tmp_path / "test/told.txt").write_text(TEXT)
    return tmp_path / "test"


CONTEXT = {"title": "<Silk>", "typed": "See https://neary.example/en/y/ now"}


def test_the_first_line_is_the_subject_and_empty_lines_count_once(templates: Path) -> None:
    mail = compose("test/told", "en", CONTEXT)
    assert (mail.subject, mail.language) == ("Draft of <Silk>", "en")
    assert mail.text == "Read it:\nhttps://neary.example/en/x/\n\nSee https://neary.example/en/y/ now\n"


def test_the_html_is_made_of_the_text(templates: Path) -> None:
    html = compose("test/told", "en", CONTEXT).html or ""
    assert "<title>Draft of &lt;Silk&gt;</title>" in html and 'lang="en"' in html
    assert 'href="https://neary.example/en/x/"' in html
    assert "en/y/ now" in html and 'href="https://neary.example/en/y/' not in html


def test_a_template_of_its_own_makes_the_html(templates: Path) -> None:
    (templates / "told.html").write_text("<h1>{{ subject }}</h1>{{ site }}")
    assert compose("test/told", "en", CONTEXT).html == "<h1>Draft of &lt;Silk&gt;</h1>https://neary.example"


def test_a_mail_may_be_text_alone(templates: Path) -> None:
    assert compose("test/told", "en", CONTEXT, has_html=False).html is None


def test_it_is_written_in_the_readers_language(templates: Path) -> None:
    (templates / "told.txt").write_text("{% load i18n %}{% get_current_language as now %}{{ now }}\n\n{{ now }}")
    mail = compose("test/told", "km", {})
    assert (mail.subject, mail.text) == ("km", "km\n")
    assert 'lang="km"' in (mail.html or "")


def test_what_nobody_wrote_is_no_mail(templates: Path) -> None:
    with pytest.raises(TemplateDoesNotExist):
        compose("test/nothing", "en", {})


def test_only_whole_lines_become_links(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://neary.example"
    text = "One\nhttps://neary.example/a\n\nhttps://neary.example.org/b\nhttps://neary.example/c d"
    assert paragraphs(text) == [
        [("One", False), ("https://neary.example/a", True)],
        [("https://neary.example.org/b", False), ("https://neary.example/c d", False)],
    ]
