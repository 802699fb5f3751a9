"""Names under which uploaded files are stored."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.utils.text import slugify

LONGEST_STEM = 60


def plain_name(name: str, extension: str) -> str:
    """Return an ASCII file name with this extension; a random one where the name has other letters, such as Khmer.

    A random name takes the place of one in another script, such as Khmer: Django would drop its vowel signs and keep a
    word that nobody can read.
    """
    stem = PurePath(name).stem
    # slugify() would drop letters of other scripts and leave a rest that means nothing.
    plain = slugify(stem) if stem.isascii() else ""
    # 12 hexadecimal digits; Django's storage adds more where the name is taken.
    return f"{plain[:LONGEST_STEM].strip('-') or secrets.token_hex(6)}{extension}"
