"""The components that all pages are made of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation


def component(name: str, path: str = "/en/", **context: Any) -> BeautifulSoup:
    markup = render_to_string(f"components/{name}.html", context, request=RequestFactory().get(path))
    return BeautifulSoup(markup, "html.parser")


def entry(**fields: Any) -> SimpleNamespace:
    organization = SimpleNamespace(slug="silk", name="Silk Weavers", letter="S", brand_class="o-silk")
    known = {
        "title": "Six new looms",
        "summary": "Bought from the groups' own savings.",
        "url": "/en/organizations/silk/six-new-looms/",
        "language": "en",
        "organization": organization,
        "type_label": "Update",
        "published_at": timezone.now(),
        "starts_at": None,
        "ends_at": None,
        "topics": [],
        "places": [],
        "image": "",
    }
    return SimpleNamespace(**known | fields)


def test_an_item_says_first_who_speaks():
    item = component("item", entry=entry())
    assert item.article.get_text(" ", strip=True).startswith("S Silk Weavers Six new looms")
    assert item.select_one(".o-silk") and item.h3.a["href"] == "/en/organizations/silk/six-new-looms/"


@pytest.mark.parametrize(("active", "marked"), [("en", None), ("km", "en")])
def test_a_title_in_the_other_language_says_so(active, marked):
    with translation.override(active):
        assert component("item", entry=entry()).h3.get("lang") == marked


def test_what_organizations_write_is_escaped():
    item = component("item", entry=entry(title="<script>alert(1)</script>", summary="<b>bold</b>"))
    assert not item.find("script") and not item.find("b")


def test_an_event_shows_its_own_day_in_lists():
    day = timezone.make_aware(timezone.datetime(2019, 12, 5, 8, 30))
    assert "5 December 2019" in component("facts", entry=entry(starts_at=day)).text
    this_year = day.replace(year=timezone.localdate().year)
    assert str(this_year.year) not in component("facts", entry=entry(starts_at=this_year)).time.text
    assert f"5 December {this_year.year}" in component("facts", entry=entry(starts_at=this_year), date="long").text


class UpdateForm(forms.Form):
    title = forms.CharField(help_text="One phrase.")
    people = forms.ChoiceField(choices=[("none", "Nobody"), ("some", "Some")], widget=forms.RadioSelect)


def test_a_field_keeps_what_was_typed_and_ties_its_error_to_the_box():
    form = UpdateForm({"title": "", "people": "some"})
    field = component("field", field=form["title"])
    box = field.input
    assert box["aria-invalid"] == "true"
    described = " ".join(field.find(id=each).get_text(strip=True) for each in box["aria-describedby"].split())
    assert described == "One phrase. This field is required."
    assert component("field", field=form["people"]).find("input", value="some").has_attr("checked")


def test_choices_stand_in_a_group_with_its_question():
    field = component("field", field=UpdateForm()["people"])
    assert field.fieldset.legend.get_text(strip=True) == "People"
    assert [label.get_text(strip=True) for label in field.select("label")] == ["Nobody", "Some"]


def test_pages_of_a_list_keep_its_other_choices():
    pages = component("pagination", "/en/search/?q=silk&page=2", number=2, last=9)
    assert pages.select_one("[aria-current=page]").text == "2"
    assert pages.find("a", rel="next")["href"] == "?q=silk&page=3"


def test_a_list_of_one_page_has_no_pagination():
    assert not component("pagination", number=1, last=1).find("nav")


@pytest.mark.parametrize("state", ["draft", "waiting", "returned", "published", "withdrawn"])
def test_a_state_is_never_a_colour_alone(state):
    shown = component("state", state=state)
    assert shown.svg and shown.get_text(strip=True)


def test_cloth_always_has_its_numbers_beside_it():
    assert component("cloth", women=17, men=3).get_text(" ", strip=True) == "17 women 3 men"


def test_a_page_is_passed_on_by_plain_links_with_its_whole_address():
    share = component("share", url="https://neary.example/en/a/?x=1", title="A & B")
    telegram = share.find("a", string="Telegram")["href"]
    assert "https%3A%2F%2Fneary.example%2Fen%2Fa%2F%3Fx%3D1" in telegram and "A%20%26%20B" in telegram


def test_the_head_has_the_way_in_but_not_where_one_signs_in():
    known = {"LANGUAGE_CODE": "en", "alternate": "/km/", "switch": "", "section": ""}
    link = component("header", **known).select_one(".tools a[href='/workspace/']")
    assert link is not None and link["aria-label"] == "Sign in"
    assert component("header", **known, bare=True).select_one("a[href='/workspace/']") is None
