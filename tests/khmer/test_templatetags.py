import datetime as dt

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

MORNING = dt.datetime(2026, 10, 24, 1, 30, tzinfo=dt.UTC)


def render(source, language="km", **context):
    with override(language):
        return Template("{% load khmer %}" + source).render(Context(context))


def test_breaks_are_put_into_escaped_text():
    html = render("{{ text|khmer_breaks }}", text="<b>សិទ្ធិស្ត្រី</b>")
    assert html == "&lt;b&gt;សិទ្ធិ\u200bស្ត្រី&lt;/b&gt;"


def test_tags_of_safe_html_stay_as_they_are():
    html = render("{{ text|khmer_breaks }}", text=mark_safe('<a title="សិទ្ធិស្ត្រី">សិទ្ធិស្ត្រី&nbsp;</a>'))
    assert html == '<a title="សិទ្ធិស្ត្រី">សិទ្ធិ\u200bស្ត្រី&nbsp;</a>'


def test_an_excerpt_is_escaped():
    assert render("{{ text|excerpt:8 }}", text="<i>women</i> work") == "&lt;i&gt;women…"


@pytest.mark.parametrize(
    ("source", "english", "khmer"),
    [
        ("{{ at|localdate }}", "24 October 2026", "២៤ តុលា ២០២៦"),
        ("{{ at|localdate:'month_year' }}", "October 2026", "តុលា ២០២៦"),
        ("{{ at|localtime }}", "8:30 am", "ម៉ោង\u00a0៨:៣០ ព្រឹក"),
        ("{{ at|localday }}", "24", "២៤"),
        ("{{ at|localmonth }}", "October", "តុលា"),
        ("{{ at|localmonth:'en' }}", "October", "October"),
        ("{{ count|localnumber }}", "2,140", "២.១៤០"),
        ("{{ size|localnumber }}", "1.2 MB", "១.២ MB"),
        ("{{ nothing|localdate }}{{ nothing|since }}{{ nothing|localnumber }}", "", ""),
    ],
)
def test_filters_speak_the_active_language(source, english, khmer):
    context = {"at": MORNING, "count": 2140, "size": "1.2 MB", "nothing": None}
    assert render(source, "en", **context) == english
    assert render(source, "km", **context) == khmer


def test_since_tells_how_long_ago():
    assert render("{{ at|since }}", "en", at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)) == "5 minutes ago"
