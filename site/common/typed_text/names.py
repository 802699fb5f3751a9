"""Names that look the same to a reader, compared by their look and not by their characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from common.typed_text.characters import plain, without_invisible
from khmer.text import normalise

# Small letters of other scripts that are drawn as a Latin one (after Unicode's confusables.txt), and what digits and
# signs are taken for. One table is enough: capitals are made small first.
LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("аӓᴀαɑⲁ", "aaaaaa", strict=True)),
        **dict(zip("вьβƅ", "bbbb", strict=True)),
        **dict(zip("сϲᴄⲥᏟ", "ccccc", strict=True)),
        **dict(zip("ԁɗժ", "ddd", strict=True)),
        **dict(zip("еёҽєɛε", "eeeeee", strict=True)),
        **dict(zip("ƒғϝ", "fff", strict=True)),
        **dict(zip("ɡցԍ", "ggg", strict=True)),
        **dict(zip("һհηнⲏ", "hhhhh", strict=True)),
        **dict(zip("іїıιɩӏΙ|!¡1l", "llllllllllll", strict=True)),
        **dict(zip("јϳ", "jj", strict=True)),
        **dict(zip("кκⲕ", "kkk", strict=True)),
        **dict(zip("мⲙϻ", "mmm", strict=True)),
        **dict(zip("пոռ", "nnn", strict=True)),
        **dict(zip("оοσօⲟ០०๐0ө", "oooooooooo", strict=True)),
        **dict(zip("рρⲣϱ", "pppp", strict=True)),
        **dict(zip("ԛգ", "qq", strict=True)),
        **dict(zip("гⲅ", "rr", strict=True)),
        **dict(zip("ѕꜱ", "ss", strict=True)),
        **dict(zip("тτⲧ", "ttt", strict=True)),
        **dict(zip("υսʋц", "uuuu", strict=True)),
        **dict(zip("ѵν", "vv", strict=True)),
        **dict(zip("ѡԝω", "www", strict=True)),
        **dict(zip("хχⲭ", "xxx", strict=True)),
        **dict(zip("уүγʏ", "yyyy", strict=True)),
        **dict(zip("ᴢʐ", "zz", strict=True)),
        "i": "l",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
    }
)
CAPITALS = str.maketrans("АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧԌ", "ABESIJKMHOPCTYXABEZHIKMNOPTYXG")
# Two letters that are read as one.
PAIRS = (("rn", "m"), ("vv", "w"))


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """Return a name's form for comparing: without case, accents, blanks and signs, look-alike letters unified.

    Khmer is compared as `khmer.text.normalise` has it: what is drawn alike is one spelling.
    """
    # Capitals first: some are drawn alike whose small letters are not.
    folded = normalise(without_invisible(plain(_latin_capitals(name)))).casefold()
    apart = unicodedata.normalize("NFD", folded.translate(LOOK_ALIKES))
    letters = "".join(letter for letter in apart if not _is_skipped(letter)).translate(LOOK_ALIKES)
    for pair, one in PAIRS:
        letters = letters.replace(pair, one)
    return letters


def _is_skipped(letter: str) -> bool:
    """Return whether a character is a blank, sign or accent; a Khmer vowel sign is not."""
    category = unicodedata.category(letter)
    return category[0] in "ZCPS" or (category == "Mn" and not "\u1780" <= letter <= "\u17ff")


def _latin_capitals(name: str) -> str:
    return name.translate(CAPITALS)
