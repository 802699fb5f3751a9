"""Requirements of every search engine, on the database that the tests run on."""

import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given, settings

from catalog.models import CatalogEntry
from search.engines.database_engines import database_engine
from tests.khmer.strategies import anything, typed

pytestmark = pytest.mark.django_db


def test_a_word_finds_titles_before_texts(add, titles):
    add("Silk", "A day of training")
    add("Training in Kep", "silk")
    assert titles("trainings") == ["Training in Kep", "Silk"]


def test_every_part_must_occur(add, titles):
    add("Law and land", "in Kep")
    add("Law")
    assert titles("kep law") == ["Law and land"]
    assert titles("law forest") == []


def test_a_phrase_must_stand_together(add, titles):
    add("Early marriage")
    add("Marriage comes early")
    assert titles("“early marriage”") == ["Early marriage"]
    assert set(titles("early marriage")) == {"Early marriage", "Marriage comes early"}


def test_a_phrase_does_not_lead_from_title_into_text(add, titles):
    add("សិទ្ធិ", "ស្ត្រី", language="km")
    assert titles("សិទ្ធិស្ត្រី") == []


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("សិទ្ធិស្ត្រី", "សិទ្ធិស្រ្តី"),
        ("សេចក្តី", "សេចក្ដី"),
        ("ស្ត្រីនៅកែប", "ស្ត្រី\u200bនៅកែប"),
        ("ញ៉ាំបាយ", "ញុាំបាយ"),
        ("ឱ្យដឹង", "អោយដឹង"),
        ("ឆ្នាំ ២០២៦", "ឆ្នាំ 2026"),
        ("កោះកុង", "កេាះកុង"),
        ("Café", "cafe"),
        ("Women’s rights", "WOMEN rights"),
    ],
)
def test_one_spelling_finds_the_other(add, find, written, typed):
    add(written, language="km")
    add(typed, language="km")
    for spelling in (written, typed):
        found = find(spelling)
        assert found.total == 2
        assert all("<mark>" in hit.title for hit in found.hits)


def test_khmer_is_found_inside_words_but_whole_words_come_first(add, titles):
    add("កម្ពុជារដ្ឋ", language="km", published_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    inside = add("មាតុភូមិ", language="km", published_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    whole = add("នៅភូមិ", "យើងនៅក្នុងភូមិ", language="km")
    assert titles("ភូមិ") == [whole.title, inside.title]


def test_vowel_signs_are_no_spaces(add, titles):
    add("កា", language="km")
    assert titles("ក") == []


def test_two_languages_of_a_page_are_one_hit_in_the_readers(add, find):
    key = uuid.uuid4()
    english = add("Neary 2026", translation_key=key)
    khmer = add("Neary ២០២៦", translation_key=key, language="km")
    for reader, shown, other in (("en", english, khmer), ("km", khmer, english)):
        for text in ("2026", "", "neary"):
            found = find(text, reader=reader)
            assert (found.total, [hit.entry for hit in found.hits]) == (1, [shown])
            assert found.hits[0].translations == [(other.pk, other.language, other.title, other.url, None)]


def test_the_readers_language_comes_first(add, titles):
    add("UNESCO", "UNESCO UNESCO")
    add("អង្គការ UNESCO", language="km")
    assert titles("unesco", reader="km") == ["អង្គការ UNESCO", "UNESCO"]
    assert titles("unesco", reader="en") == ["UNESCO", "អង្គការ UNESCO"]
    assert titles("unesco", language="km") == ["អង្គការ UNESCO"]


@pytest.fixture
def library(add, organization, other_organization):
    """Word "silk" in six rows, five pages."""
    key = uuid.uuid4()
    march, may = dt.datetime(2025, 3, 1, tzinfo=dt.UTC), dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    add("silk one", topics=["law"], places=["kep"], published_at=march)
    add("silk two", topics=["law", "health"], places=["kep", "takeo"], type="update", published_at=may)
    add("silk three", topics=["health"], organization=other_organization, published_at=may)
    add("silk four", type="event", starts_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), published_at=may)
    add("silk five", topics=["law"], translation_key=key, published_at=may)
    add("silk ៥", topics=["law", "health"], translation_key=key, language="km", published_at=may)
    add("cotton", topics=["law"])


def counts(found, facet):
    return {value.value: value.count for value in found.facets[facet]}


def test_facets_count_pages(library, find, organization, other_organization):
    found = find("silk")
    assert found.total == 5
    assert counts(found, "type") == {"article": 3, "update": 1, "event": 1}
    assert counts(found, "topic") == {"law": 3, "health": 3}
    assert counts(found, "place") == {"kep": 2, "takeo": 1}
    assert counts(found, "organization") == {organization.slug: 4, other_organization.slug: 1}
    assert counts(found, "year") == {"2026": 3, "2025": 1, "2024": 1}
    assert counts(found, "language") == {"en": 5, "km": 1}


FILTERS = [
    {"type": "article"},
    {"topic": "law"},
    {"place": "kep"},
    {"organization": "law-circle"},
    {"language": "km"},
    {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)},
    {"topic": "health", "type": "article"},
    {"topic": "health", "place": "takeo", "language": "en"},
]


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("text", ["silk", ""])
def test_each_count_is_what_choosing_it_gives(library, find, chosen, text):
    found = find(text, **chosen)
    for facet, values in found.facets.items():
        for value in values:
            if facet == "year":
                year = int(value.value)
                more = {"start": dt.date(year, 1, 1), "end": dt.date(year, 12, 31)}
            else:
                more = {facet: value.value}
            assert find(text, **(chosen | more)).total == value.count, (facet, value)


@pytest.mark.parametrize("text", ["silk", "", "-cotton"])
def test_hits_are_the_same_without_facets(library, find, text):
    with_them, without = find(text, topic="law"), find(text, topic="law", with_facets=False)
    assert without.facets == {}
    assert without.total == with_them.total > 0
    assert [hit.entry for hit in without.hits] == [hit.entry for hit in with_them.hits]


@pytest.mark.parametrize(
    "chosen", [{"type": "x"}, {"topic": "x"}, {"place": "x"}, {"organization": "x"}, {"language": "x"}], ids=str
)
def test_what_does_not_exist_finds_nothing(library, find, chosen):
    assert find("silk", **chosen).total == 0


def test_order_by_date(add, titles):
    for year in (2025, 2026, 2024):
        add(f"silk {year}", published_at=dt.datetime(year, 1, 2, tzinfo=dt.UTC))
    assert titles("silk", order="newest") == ["silk 2026", "silk 2025", "silk 2024"]
    assert titles("silk", order="oldest") == ["silk 2024", "silk 2025", "silk 2026"]


def test_a_year_begins_in_phnom_penh(add, find):
    add("silk", published_at=dt.datetime(2025, 12, 31, 18, tzinfo=dt.UTC))
    found = find("silk", start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 1))
    assert (found.total, counts(found, "year")) == (1, {"2026": 1})


def test_pages_of_results_hold_each_hit_once(add, find):
    key = uuid.uuid4()
    for number in range(12):
        add(f"silk {number}", translation_key=key if number < 2 else uuid.uuid4(), language="km" if number else "en")
    seen = []
    for page in (1, 2, 3, 4):
        seen += [hit.entry.translation_key for hit in find("silk", page=page, page_size=4).hits]
    assert len(seen) == len(set(seen)) == 11
    assert find("silk", page_size=4).last_page == 3
    assert find("silk", page=0).hits
    assert find("silk", page=10**9).hits == []


def test_what_is_no_longer_public_is_neither_found_nor_counted(add, find, organization):
    add("silk", expires_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    add("silk")
    assert find("silk").total == len(find("silk").hits) == 1
    organization.is_hidden = True
    organization.save()
    found = find("silk")
    assert (found.total, found.hits, found.facets["type"]) == (0, [], [])


def test_a_row_that_was_read_earlier_never_overwrites(add, titles):
    new = add("silk new")
    add("silk old", page_id=new.page_id, version=new.version - 1)
    assert titles("silk") == ["silk new"]
    add("silk newer", page_id=new.page_id, version=new.version + 1)
    assert titles("silk") == ["silk newer"]
    assert titles("new") == []


def test_what_is_removed_is_gone(add, find):
    entry = add("silk")
    database_engine().remove([entry.page_id])
    CatalogEntry.objects.all().delete()
    assert find("silk").total == 0


HOSTILE = [
    '"',
    '"silk',
    'silk"',
    "'",
    "''silk'",
    "silk*",
    "silk AND",
    "AND OR NOT NEAR",
    "NEAR(silk kep)",
    "title:silk",
    "{title}: silk",
    "^silk",
    "(silk",
    "silk)",
    "-silk",
    "silk & ! |",
    "silk:*",
    "<->",
    "\\",
    "\\'",
    "%",
    "%s %(x)s",
    "_",
    "😀",
    "😀 silk",
    "\x00silk\x01\x1f",
    "\x00",
    "\ud800",
    "   ",
    "\u200b",
    "\u200b្",
    "្",
    "ៗ",
    "។",
    "ា" * 50,
    "silk; drop table catalog_counting",
    "x" * 5000,
    "silk " * 1000,
    "ស្ត្រី" * 900,
    "ន ា ៉ ្ " * 500,
    "1e400 ∞ ½ ① ²",
    "กิน 日本 ру́сский",
]


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_every_query_is_answered(add, find, order):
    add("silk", "AND OR NOT NEAR 😀 ន ក្ន")
    for text in HOSTILE:
        found = find(text, order=order)
        assert found.total == len(found.hits), ascii(text)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything | typed)
def test_any_query_is_answered(add, find, text):
    found = find(text)
    assert found.total >= len(found.hits)


def test_every_text_can_be_written(add, find):
    for text in HOSTILE:
        add("silk", text.replace("\x00", "").replace("\ud800", ""))
    assert find("silk", page_size=100).total == len(HOSTILE)


def test_a_query_of_signs_finds_nothing_and_one_of_spaces_everything(add, find):
    add("silk")
    assert find("😀 !").total == 0
    assert find("  \n").total == find("").total > 0


def test_a_part_that_occurs_nowhere_is_left_out_of_the_suggestion(add, find):
    add("silk from Takeo")
    assert find("silk unheardof takeo").suggestion == "silk takeo"
    assert find("silk").suggestion == ""
    assert find("unheardof").suggestion == ""


def test_long_texts_are_found_to_their_end(add, titles):
    filler = "ន និង ជីវិត ដើម្បី របស់ ភូមិ ខេត្ត " * 1500
    add("long", f"{filler} ចុងបញ្ចប់ {filler} ពាក្យក្រោយគេបង្អស់", language="km")
    assert titles("ចុងបញ្ចប់") == ["long"]
    assert titles("ពាក្យក្រោយគេបង្អស់ ចុងបញ្ចប់") == ["long"]
    assert titles("ន ភូមិ") == ["long"]


def test_a_phrase_is_found_wherever_a_long_text_is_divided(add, titles):
    for before in (*range(190, 202), *range(386, 398)):
        add(f"divided {before}", "ក " * before + "សិទ្ធិស្ត្រី", language="km")
    for before in range(11_996, 12_004):
        add(f"divided {before}", " ".join(f"w{number}" for number in range(before)) + "សិទ្ធិស្ត្រី", language="km")
    assert len(titles("សិទ្ធិស្ត្រី", page_size=50)) == 32


def test_the_number_of_queries_does_not_grow(add, find, django_assert_max_num_queries):
    for number in range(30):
        add(f"silk {number}")
    find("silk")
    with django_assert_max_num_queries(14):
        find("silk", topic="law", organization="silk-weavers", page_size=5)
    with django_assert_max_num_queries(14):
        assert len(find("silk", page_size=30).hits) == 30
