"""The check for people who are named or shown without a note that they agreed.

No program can tell whether somebody agreed. This one points at the few places where asking is worth an editor's time: a
name with a title beside words of a case, and a name beside a picture whose people are not said to have agreed. A name
alone is no finding: nearly every page names somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from khmer.characters import CLUSTER
from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check

# A title and one to three words with capitals.
ENGLISH_NAME = r"\b(?:Ms|Mrs|Miss|Madam|Mr|Lok Srey|Neak Srey)\.?\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,2}"
# A Khmer name after its title has two short parts with a space between; Khmer prose has no spaces between words.
SYLLABLES = rf"(?:{CLUSTER})"
KHMER_NAME = rf"(?:លោកស្រី|អ្នកស្រី|កញ្ញា|យុវតី|នាង|លោក)(?:\s*ឈ្មោះ)?\s+{SYLLABLES}{{1,4}}\s+{SYLLABLES}{{1,5}}(?=[\s។,៖)]|$)"
NAME = re.compile(f"{ENGLISH_NAME}|{KHMER_NAME}")
# Words by which a page tells of somebody's case: violence, health, family, police, an age.
OF_CASE = re.compile(
    r"\b(?:victims?|survivors?|raped?|was beaten|beat her|abused|assaulted|trafficked|HIV|pregnan\w+|abortion"
    r"|her husband|his wife|divorced?|arrested|complaint|aged \d+|\d+[- ]years?[- ]old)\b"
    r"|ជនរងគ្រោះ|រំលោភ|វាយដំ|រងអំពើហិង្សា|ជួញដូរ|មេរោគអេដស៍|មានផ្ទៃពោះ|រំលូត|ប្ដឹង|ប្តឹង|លែងលះ"
    r"|អាយុ\s*[0-9០-៩]+",
    re.IGNORECASE,
)
# A page that says that names were changed has no finding: its author has thought of it.
IS_CHANGED = re.compile(
    r"not (?:her|his|their) real names?|names? (?:has|have|was|were) been changed|names? (?:was|were)? ?changed"
    r"|pseudonym|ឈ្មោះសន្មត|ឈ្មោះក្លែង|ប្ដូរឈ្មោះ|ប្តូរឈ្មោះ",
    re.IGNORECASE,
)
# In characters. Farther apart, a name and a word rarely belong to the same person.
BESIDE = 150


@check
class NamedPeople(Check):
    """A check for names beside words of a case, and for named people in pictures without recorded consent."""

    name = "consent"
    label = _("People who are named or shown")
    is_serious = True
    reads_texts_alone = True
    says: ClassVar = {
        "case": FindingWords(
            _("The page seems to name a person and to tell what happened to her."),
            _("Leave the name out, or change it and say so. If she agreed to be named, tell the editor."),
        ),
        "picture": FindingWords(
            _("A picture seems to show a person with her name, and nothing says that she agreed."),
            _("Ask her, then tick that the people in the picture agreed. Otherwise remove the name."),
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield findings for names near words of a case, unless said to be changed, or at pictures without consent.

        A page that says that names were changed has no finding of the first kind.
        """
        if not any(IS_CHANGED.search(text) for text in checked.texts):
            named = [name for text in checked.texts for name in names_near_case_words(text)]
            yield from (Finding("case", name) for name in dict.fromkeys(named))
        for picture in checked.pictures:
            if not picture.image.consent and (name := NAME.search(picture.words)):
                yield Finding("picture", name.group())


def names_near_case_words(text: str) -> Iterator[str]:
    """Yield names of people with a title that stand within 150 characters of words of a legal or violence case."""
    for name in NAME.finditer(text):
        # Not a slice: with a start position \b still sees the letter before it.
        if OF_CASE.search(text, max(0, name.start() - BESIDE), name.end() + BESIDE):
            yield name.group()
