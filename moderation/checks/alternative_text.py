"""Pictures: what those who cannot see them are told, and whether those in them agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import readable
from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check
from orgs.pages.images import ShownPicture

# Names that cameras, telephones and programs give, and words that say nothing.
NAME_OF_FILE = re.compile(
    r"\A(?:(?:img|dsc|dscn|dcim|pict?|photo|image|picture|screenshot|received|whatsapp image|untitled)?[\W_\d]*"
    r"|(?:រូបភាព|រូបថត)[\W_\d]*"
    r"|\S+\.(?:jpe?g|png|gif|webp|heic|avif))\Z",
    re.IGNORECASE,
)
NO_LETTERS = re.compile(r"[\W_]+")
ADVICE = _("Say in one phrase what the picture shows. For example: a woman weaves silk.")


@check
class AlternativeText(Check):
    """A picture has words for those who cannot see it, and they are not the name of its file."""

    name = "alternative-text"
    label = _("Words for pictures")
    says: ClassVar = {
        "empty": FindingWords(_("A picture has no words for readers who cannot see it."), ADVICE),
        "name": FindingWords(_("What stands for a picture is the name of a file, not what it shows."), ADVICE),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        for picture in checked.pictures:
            words = readable(picture.alt_text)
            if not words:
                yield Finding("empty", picture.image.title)
            elif is_name_of_file(words, picture):
                yield Finding("name", words)


def is_name_of_file(words: str, picture: ShownPicture) -> bool:
    return NAME_OF_FILE.fullmatch(words) is not None or _bare(words) == _bare(PurePath(picture.image.filename).stem)


def _bare(name: str) -> str:
    return NO_LETTERS.sub("", name).casefold()
