"""Translations are compiled without gettext, and what would fail a Khmer reader fails the check."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import polib
import pytest

from tools import catalogues


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "site" / "portal" / "locale" / "km" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


def write(path: Path, *entries: polib.POEntry) -> None:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=1; plural=0;"}
    file.extend(entries)
    file.save(str(path))


def test_compiled_catalogues_translate(catalogue: Path, tmp_path: Path) -> None:
    write(
        catalogue,
        polib.POEntry(msgid="Women", msgstr="នារី"),
        polib.POEntry(msgid="Perhaps", msgstr="?", flags=["fuzzy"]),
    )

    catalogues.compile_all(tmp_path)

    with catalogue.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("Women") == "នារី"
    assert translations.gettext("Perhaps") == "Perhaps"


def test_only_what_changed_is_compiled(catalogue: Path, tmp_path: Path) -> None:
    write(catalogue, polib.POEntry(msgid="Women", msgstr="នារី"))
    compiled = catalogue.with_suffix(".mo")
    compiled.write_bytes(b"newer than its source")
    os.utime(compiled, (2**31, 2**31))

    catalogues.compile_all(tmp_path)

    assert compiled.read_bytes() == b"newer than its source"


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (polib.POEntry(msgid="Women", msgstr="នារី"), []),
        (polib.POEntry(msgid="Women", msgstr=""), ["missing"]),
        (polib.POEntry(msgid="Women", msgstr="នារី", flags=["fuzzy"]), ["unsure"]),
        (polib.POEntry(msgid="Gone", msgstr="", obsolete=True), []),
        (
            polib.POEntry(msgid="%(n)s pages", msgstr="ទំព័រ", flags=["python-format"]),
            ["with other placeholders"],
        ),
        (polib.POEntry(msgid="%(n)s pages", msgstr="%(n)s ទំព័រ", flags=["python-format"]), []),
        (
            polib.POEntry(
                msgid="one page",
                msgid_plural="%(n)s pages",
                msgstr_plural={0: "ទំព័រ %(n)s"},
                flags=["python-format"],
            ),
            [],
        ),
        (
            polib.POEntry(msgid="{name} waits", msgstr="{nam} រង់ចាំ", flags=["python-brace-format"]),
            ["with other placeholders"],
        ),
        (polib.POEntry(msgid="100 % sure", msgstr="ប្រាកដ"), []),
    ],
)
def test_the_check_finds_what_would_fail_a_reader(entry: polib.POEntry, kinds: list[str]) -> None:
    file = polib.POFile()
    file.append(entry)

    assert [kind for kind, _ in catalogues.problems(file)] == kinds


def test_an_unfinished_catalogue_fails_with_its_strings(
    catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(catalogue, polib.POEntry(msgid="Women", msgstr=""), polib.POEntry(msgid="Help", msgstr="ជំនួយ"))

    assert not catalogues.report(catalogue, root=tmp_path)

    told = capsys.readouterr().out
    assert "2 strings, 1 missing" in told
    assert "'Women'" in told


def test_a_portal_without_a_catalogue_is_not_whole(tmp_path: Path) -> None:
    assert not catalogues.report_all(catalogues.catalogues(tmp_path), root=tmp_path)
