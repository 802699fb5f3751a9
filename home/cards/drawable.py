"""Text that the font of share cards can draw; a character that it lacks would become an empty box."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import combining, name, normalize

from common.typed_text.characters import readable
from khmer.fonts import SEMIBOLD

# Signs that Unicode does not normalize, each with a plain sign in its place.
PLAIN = str.maketrans(
    {**dict.fromkeys("‐‑‒−⁃﹣", "-"), **dict.fromkeys("―⸺⸻⁓〜～", "–"), **dict.fromkeys("′ʹʼʻ‛`´", "'"),
     **dict.fromkeys("″‟〝〞", '"'), "⁄": "/", "∕": "/", "•": "•", "‣": "•", "●": "•", "■": "•", "▪": "•"}
)  # fmt: skip
# Control characters, and joiners of letters or emoji: the font has them, but they must not be drawn.
DRAWN_AS_NOTHING = frozenset("\0\r\u200c\u200d")
# Letters in frames and small capitals: Unicode tells their plain letter only in their names.
STYLED = re.compile(r"(?:NEGATIVE|LATIN|CROSSED).* (?:LETTER|LETTER SMALL CAPITAL) ([A-Z])$")


def drawable(text: str) -> str:
    """Return a text with only characters that the share cards' font has; "" where nothing readable is left.

    Styled letters become plain ones, emoji and other scripts are left out.
    """
    # NFC first: a letter with its accent may be one sign that the font has.
    drawn = " ".join("".join(map(drawn_as, normalize("NFC", text))).split())
    return drawn if readable(drawn) else ""


@cache
def known_characters() -> frozenset[str]:
    """Return all characters that the share cards' font can draw, without those that must not be drawn."""
    # Loaded here: few processes draw cards.
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(SEMIBOLD)))
    return frozenset(map(chr, face.unicodes)) - DRAWN_AS_NOTHING


@lru_cache(maxsize=4096)
def drawn_as(character: str) -> str:
    """Return a character as share cards draw it: as it is, or the nearest that the font has; "" where there is none."""
    without_accents = (letter for letter in normalize("NFKD", character) if not combining(letter))
    styled = STYLED.match(name(character, ""))
    # In this order: a plain sign, Unicode's compatible form, no accents, no frame, a space.
    nearest = (
        character.translate(PLAIN),
        normalize("NFKC", character).translate(PLAIN),
        "".join(without_accents).translate(PLAIN),
        styled[1] if styled else "",
        " " if character.isspace() else "",
    )
    return next((form for form in nearest if form and known_characters().issuperset(form)), "")
