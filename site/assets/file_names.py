"""Names under which uploaded files are kept."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.utils.text import slugify

LONGEST_STEM = 60


def plain_name(name: str, extension: str) -> str:
    """A file name of ASCII letters, digits and hyphens, ending in `extension` (such as ".pdf").

    Where little remains of a name, as of a Khmer one, chance makes another: Django would drop the vowel signs and
    keep a word that nobody can read.
    """
    stem = PurePath(name).stem
    plain = slugify(stem) if stem.isascii() else ""
    return f"{plain[:LONGEST_STEM].strip('-') or secrets.token_hex(6)}{extension}"
