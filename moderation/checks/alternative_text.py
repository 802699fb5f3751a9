"""The check of the alternative texts of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import readable
from khmer.old_fonts.detection import in_unicode
from moderation.checks.checked_page import CheckedPage
from moderation.checks.language import LEAST_OF_KHMER_PAGE, khmer_share
from moderation.checks.registry import Check, Finding, FindingWords, check
from orgs.pages.images import ShownPicture

# File names as cameras, telephones and programs give them, and words that say nothing.
# For example IMG_20260101, photo 3, រូបភាព ១ or weaving.jpg.
NAME_OF_FILE = re.compile(
    r"\A(?:(?:img|dsc|dscn|dcim|pict?|photo|image|picture|screenshot|received|whatsapp image|untitled)?[\W_\d]*"
    r"|(?:រូបភាព|រូបថត)[\W_\d]*"
    r"|\S+\.(?:jpe?g|png|gif|webp|heic|avif))\Z",
    re.IGNORECASE,
)
NO_LETTERS = re.compile(r"[\W_]+")
# With fewer it may be a name of an organization, place or project; so may words that all begin with capitals.
FEWEST_LETTERS, FEWEST_WORDS = 12, 3
ADVICE = _("Say in one phrase what the picture shows. For example: a woman weaves silk.")


@check
class AlternativeText(Check):
    """A check that every picture has an alternative text, and that this is not just the name of its file."""

    name = "alternative-text"
    label = _("Descriptions of pictures")
    says: ClassVar = {
        "empty": FindingWords(_("A picture has no description for readers who cannot see it."), ADVICE),
        "name": FindingWords(_("The description of a picture is the name of a file, not what it shows."), ADVICE),
        "not-khmer": FindingWords(
            _("The description of a picture is not in Khmer, but the page is."),
            _("Write them in Khmer: a screen reader reads them aloud in the language of the page."),
        ),
        "not-english": FindingWords(
            _("The description of a picture is in Khmer, but the page is not."),
            _("Write them in English: a screen reader reads them aloud in the language of the page."),
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each picture whose alternative text is missing, a file name or in the other language."""
        for picture in checked.pictures:
            words = readable(picture.alt_text)
            if not words:
                yield Finding("empty", picture.image.title)
            elif is_name_of_file(words, picture):
                yield Finding("name", words)
            elif code := in_other_language(words, checked.language):
                yield Finding(code, words)


def is_name_of_file(words: str, picture: ShownPicture) -> bool:
    """Return whether a picture's alternative text looks like a file name, or is that of its own file."""
    return NAME_OF_FILE.fullmatch(words) is not None or _bare(words) == _bare(PurePath(picture.image.filename).stem)


def in_other_language(words: str, language: str) -> str | None:
    """Return "not-khmer" or "not-english" where words are not in the page's language's script, else None.

    A few words that may be a name of a person or place prove nothing.
    """
    share = khmer_share(in_unicode(words), fewest=FEWEST_LETTERS)
    if share is None:
        return None
    if language == "km":
        # Half the share that a page needs: one Latin name is much of a short phrase.
        is_name = len(words.split()) < FEWEST_WORDS or not any(word[0].islower() for word in words.split())
        return "not-khmer" if share < LEAST_OF_KHMER_PAGE / 2 and not is_name else None
    return "not-english" if share > 1 - LEAST_OF_KHMER_PAGE else None


def _bare(name: str) -> str:
    return NO_LETTERS.sub("", name).casefold()
