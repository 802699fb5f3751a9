"""Taking back what waits and withdrawing what is public are two words, in both languages."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import trans_real

BACK, OUT = "មកវិញ", "ចេញ"
TAKE_BACK = re.compile(r"\b(tak(e|es|en|ing)|took) (it |them |the page )?back\b", re.I)
WITHDRAW = re.compile(r"\bwithdr(aw|ew)", re.I)


def faults(english: str, khmer: str) -> list[str]:
    """Return what is wrong with the Khmer of a message that tells one of both, or both."""
    found = []
    if TAKE_BACK.search(english) and BACK not in khmer:
        found.append(f"{english!r} has not {BACK}")
    if WITHDRAW.search(english) and OUT not in khmer:
        found.append(f"{english!r} has not {OUT}")
    if WITHDRAW.search(english) and not TAKE_BACK.search(english) and BACK in khmer:
        found.append(f"{english!r} has {BACK}")
    return found


def test_the_khmer_of_each_message_has_the_word_of_its_own():
    assert "km" in dict(settings.LANGUAGES)
    messages = dict(trans_real.translation("km")._catalog.items())  # type: ignore[no-untyped-call]
    # Those of Wagtail and allauth are in the same catalogue; their words are the portal's as well.
    said = {str(key): str(khmer) for key, khmer in messages.items() if isinstance(khmer, str)}
    told = [english for english in said if TAKE_BACK.search(english) or WITHDRAW.search(english)]
    assert len(told) > 40
    assert [fault for english in told for fault in faults(english, said[english])] == []


def test_a_mixed_up_word_is_found():
    assert faults("Withdraw it", "ដកវាមកវិញ") == ["'Withdraw it' has not ចេញ", "'Withdraw it' has មកវិញ"]
    assert faults("Take it back", "ដកវាចេញ") == ["'Take it back' has not មកវិញ"]
