"""Docstrings: most public definitions have one, and few begin with a question word."""

from __future__ import annotations

import pytest

from tests.structure.repository import REPOSITORY
from tools.docstrings import definitions, definitions_in, share, summary

LEAST_SHARE = 0.8
MOST_QUESTIONS, MOST_OF_TESTS = 20, 10

SOURCE = '''
"""A module."""


class Report:
    """What people report."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return ""

    def send(self) -> None:
        def step() -> None: ...


class _Hidden:
    def send(self) -> None: ...


def _hidden() -> None: ...
'''


def test_most_public_definitions_have_a_docstring() -> None:
    found = list(definitions())

    assert len(found) > 1000
    assert share(found) >= LEAST_SHARE, summary(found)


def test_few_docstrings_begin_with_a_question_word() -> None:
    questions = [str(each) for each in definitions() if each.is_question]

    assert len(questions) <= MOST_QUESTIONS, questions


def test_few_docstrings_of_tests_and_tools_do() -> None:
    files = [path for name in ("tests", "tools") for path in sorted((REPOSITORY / name).rglob("*.py"))]
    questions = [
        str(each)
        for path in files
        for each in definitions_in(path.read_text(), str(path.relative_to(REPOSITORY)))
        if each.is_question
    ]

    assert len(files) > 400
    assert len(questions) <= MOST_OF_TESTS, questions


def test_modules_classes_and_methods_count_unless_they_are_private() -> None:
    found = list(definitions_in(SOURCE, "report.py"))

    assert [each.name for each in found] == ["<module>", "Report", "Report.send"]
    assert [bool(each.docstring) for each in found] == [True, True, False]
    assert summary(found) == "Docstrings: 2 of 3 public definitions (66.7%); 1 begin with a question word."


def test_an_empty_module_does_not_count() -> None:
    assert list(definitions_in("\n", "__init__.py")) == []


@pytest.mark.parametrize(
    ("docstring", "is_question"),
    [
        ("What a page says.", True),
        ("In which language a page is.", True),
        ("Whose turn it is.", True),
        ("A page of an organization.", False),
        ("Whatever is left.", False),
        ("", False),
    ],
)
def test_a_question_is_known_by_its_first_word(docstring: str, is_question: bool) -> None:
    [module] = definitions_in(f'"""{docstring}"""', "module.py")

    assert module.is_question is is_question
