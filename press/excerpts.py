"""The excerpt of somebody else's text: so little of it that the portal may show and keep it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.typed_text.characters import NOT_IN_A_TEXT, has_content
from khmer.lines import excerpt, letter_count

# In letters, as readers count: a Khmer cluster (a consonant with its vowels and signs) is one.
LONGEST_EXCERPT = 200
# In characters of the computer. A cluster has seldom more than five; one of thousands is made to get around the limit.
MOST_CHARACTERS = 1000
# More of a text is never looked at.
LOOKED_AT = 4 * MOST_CHARACTERS


def short_excerpt(text: str) -> str:
    """Return a text's beginning, at most 200 letters with "…", cut at a word, not in a cluster; "" if nothing shows.

    "" for a text without anything visible, and for one with clusters that no language has.
    """
    # One letter less: the sign for what was left out counts too.
    short = excerpt(NOT_IN_A_TEXT.sub(" ", text[:LOOKED_AT]), LONGEST_EXCERPT - 1)
    return short if has_content(short) and len(short) <= MOST_CHARACTERS else ""


def validate_excerpt(text: str) -> None:
    """Raise ValidationError for an excerpt of more than 200 letters; a Khmer cluster counts as one."""
    if letter_count(text) > LONGEST_EXCERPT:
        raise ValidationError(
            _("An excerpt has at most %(most)s letters.") % {"most": LONGEST_EXCERPT}, code="excerpt_too_long"
        )
