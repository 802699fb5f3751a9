"""Promises of the first programme texts are what the code does: a number that changes there changes here."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from feed.follow.links import CONFIRMATION_MAX_AGE
from home.programme_pages.texts import page_texts
from khmer.typography import numerals
from moderation.models.remembered import REMEMBERED_FOR
from moderation.rules.memory import PROBATION, PROBATION_PAGES
from moderation.services.correcting import ANSWER_WITHIN
from operations.backup.retention import DAILY_FOR
from operations.personal_data.retention import (
    ADDRESSES_OF_REPORTS,
    DECLINED_APPLICATIONS,
    INVITATIONS,
)
from orgs.models.membership import INVITATION_VALID
from outbox.services import KEPT_FOR

WORDS = {5: ("five", "ប្រាំ"), 7: ("seven", "ប្រាំពីរ")}
DAY = timedelta(days=1)


def says(slug: str, before: str, number: int, after: str, khmer_before: str, khmer_after: str) -> bool:
    """Return whether a page says a number in both languages, in digits or as a word."""
    english, khmer = (page_texts(slug)[language].body.encode().decode("unicode-escape") for language in ("en", "km"))
    word = WORDS.get(number, ("no word", "no word"))
    return bool(
        re.search(f"{before} ?(?:{number}|{word[0]}) ?{after}", english)
        and re.search(f"{khmer_before} ?(?:{numerals(number, 'km')}|{word[1]}) ?{khmer_after}", khmer)
    )


@pytest.mark.parametrize(
    ("slug", "before", "number", "after", "khmer_before", "khmer_after"),
    [
        ("publishing-rules", "after", ANSWER_WITHIN // timedelta(hours=1), "hours", "ក្រោយ", "ម៉ោង"),
        ("publishing-rules", "for", PROBATION // DAY, "days", "រយៈពេល", "ថ្ងៃ"),
        ("publishing-rules", "decided on", PROBATION_PAGES, "pieces", "អត្ថបទ", "។"),
        ("privacy", "within", CONFIRMATION_MAX_AGE // DAY, "days", "ក្នុង", "ថ្ងៃ"),
        ("privacy", "after", INVITATION_VALID // DAY, "days", "ក្រោយ", "ថ្ងៃ"),
        ("privacy", "deleted", INVITATIONS // DAY, "days later", "ត្រូវលុប", "ថ្ងៃក្រោយមក"),
        ("privacy", "address in a report:", ADDRESSES_OF_REPORTS // DAY, "days", "ក្នុងរបាយការណ៍៖", "ថ្ងៃ"),
        ("privacy", "application:", DECLINED_APPLICATIONS // DAY, "days", "ពាក្យសុំចូលរួម៖", "ថ្ងៃ"),
        ("privacy", "Backups:", DAILY_FOR // DAY, "days", "យ៉ាងយូរ", "ថ្ងៃ"),
        ("privacy", "it was sent:", KEPT_FOR // DAY, "days", "ត្រូវបានផ្ញើ៖", "ថ្ងៃ"),
    ],
)
def test_a_number_is_the_codes(slug, before, number, after, khmer_before, khmer_after):
    assert says(slug, before, number, after, khmer_before, khmer_after)


def test_what_was_taken_down_is_remembered_for_a_year():
    assert timedelta(days=364) < REMEMBERED_FOR < timedelta(days=367)
    assert "for a year" in page_texts("publishing-rules")["en"].body
