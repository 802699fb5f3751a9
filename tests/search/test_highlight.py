import re

from hypothesis import given
from hypothesis import strategies as st

from khmer.characters import BASES, COENG, MARKS
from search.query.highlight import marked, passage
from search.query.text import parse
from tests.khmer.strategies import sentences

CUT_CLUSTER = re.compile(f"{COENG}</?mark>[{BASES}]|[{BASES}{MARKS}](?:</?mark>)+[{MARKS}]")


def test_what_was_found_is_marked_as_it_is_written():
    assert marked("Women’s Trainings & more", parse("training woman women")) == (
        "<mark>Women</mark>’s <mark>Trainings</mark> &amp; more"
    )
    assert marked("អំពី សេចក្ដីសម្រេច", parse("សេចក្តី")) == "អំពី <mark>សេចក្ដី</mark>សម្រេច"
    assert marked("ស្រ្ត\u200bី", parse("ស្ត្រី")) == "<mark>ស្រ្ត\u200bី</mark>"


def test_phrases_are_marked_whole_and_only_whole():
    assert marked("សិទ្ធិ ស្ត្រី និងសិទ្ធិ", parse("សិទ្ធិស្ត្រី")) == "<mark>សិទ្ធិ ស្ត្រី</mark> និងសិទ្ធិ"
    assert marked("early marriage, early", parse("“early marriage”")) == "<mark>early marriage</mark>, early"


def test_markup_in_a_text_is_text():
    assert marked("<mark>law</mark>", parse("law")) == "&lt;mark&gt;<mark>law</mark>&lt;/mark&gt;"


@given(sentences, st.sampled_from(["ស្ត្រី", "ក្រុម", "ក", "សេចក្តី", "20", "women"]))
def test_no_mark_cuts_a_cluster(text, query):
    html = marked(text, parse(query))
    assert not CUT_CLUSTER.search(html)
    assert re.sub("</?mark>", "", html).replace("&#x27;", "'") == text


def test_the_summary_is_shown_where_it_has_what_was_found():
    assert passage("", "A day of training.", "Training again", parse("train")) == "A day of <mark>training</mark>."


def test_else_the_place_in_the_text():
    text = "Nothing here. " * 30 + "At last the silk is dyed. " + "More. " * 100
    shown = passage("", "A day.", text, parse("silk"))
    assert shown.startswith("… ")
    assert "<mark>silk</mark> is dyed" in shown
    assert len(shown) < 260


def test_a_place_in_khmer_begins_at_a_cluster():
    text = "ព្រឹត្តិការណ៍" * 30 + "សូត្រ" + "ព្រឹត្តិការណ៍" * 30
    shown = passage("", "", text, parse("សូត្រ"))
    assert "<mark>សូត្រ</mark>" in shown
    assert not re.match(f"… [{MARKS}]", shown)


def test_the_summary_stands_where_the_title_has_it_all():
    assert passage("Silk", "A day.", "Silk is dyed.", parse("silk")) == "A day."
    assert passage("Silk", "A day.", "Silk is dyed.", parse("silk dyed")) == "<mark>Silk</mark> is <mark>dyed</mark>."


def test_without_words_nothing_is_marked():
    assert passage("", "A day.", "text", parse("")) == "A day."
    assert passage("", "", "text", parse("silk")) == "text"
