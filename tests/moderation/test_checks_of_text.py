"""Findings of the checks of words, and texts that they leave alone."""

from __future__ import annotations

import pytest

from moderation.checks import check_now
from moderation.checks.consent import names_near_case_words
from moderation.checks.language import khmer_share
from moderation.checks.personal_data import contact, found_in

pytestmark = pytest.mark.django_db


def found(page, name):
    """The findings of one check on a page: (code, where)."""
    (result,) = [result for result in check_now(page) if result.check.name == name]
    assert result.outcome != "crashed"
    return [(finding.code, finding.where) for finding in result.findings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Call Sokha: 012 345 678.", "phone"),
        ("Call +855 12 345 678 tonight", "phone"),
        ("(+855) 97-234-5678", "phone"),
        ("Tel.: 0972345678", "phone"),
        ("ទូរស័ព្ទលេខ ០១២ ៣៤៥ ៦៧៨", "phone"),
        ("ទូរស័ព្ទ០៩៧២៣៤៥៦៧៨។", "phone"),
        ("០១២\u200b៣៤៥\u200b៦៧៨", "phone"),
        ("In Bangkok +66 81 234 5678", "phone"),
        ("Write to sok.dara+1@mail.example.org!", "email"),
        ("អ៊ីមែល dara@example.org។", "email"),
        ("Her ID is 012345678", "identity"),
        ("អត្តសញ្ញាណប័ណ្ណលេខ ១២៣ ៤៥៦ ៧៨៩", "identity"),
        ("It is 123456789 in the book", "identity"),
        ("passport N1234567", "identity"),
        ("She lives at house no. 12A, street 271", "home"),
        ("ផ្ទះលេខ ១២ ផ្លូវ ២៧១", "home"),
        ("She lives at #12, St. 271", "home"),
    ],
)
def test_personal_data_is_found(text, code):
    assert [kind for kind, _written in found_in(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Call 1288, free and at any hour. ឬ ១២៨០",
        "On 24.11.2026 at 08:30, from 2019-2026",
        "It cost 123,456,789 riel, then 250000000, or 123456788៛",
        "១២៣.៤៥៦.៧៨៩ រៀល",
        "In 2024, 1,250 women and 340 men in 25 provinces",
        "https://example.org/012345678/0972345678",
        "Our office, house no. 12, street 271",
        "The ID card of every voter",
        "Group #12 of the training",
        "ផ្ទះលេខ",
    ],
)
def test_what_only_looks_like_personal_data_is_left_alone(text):
    assert list(found_in(text)) == []


def test_numbers_that_an_organization_publishes_are_no_findings(make_page, organization, other_organization):
    organization.phone, organization.email = "023 456 789 / 012 222 333", "office@weavers.example.org"
    organization.save()
    text = "Call +855 23 456 789 or ០១២ ២២២ ៣៣៣, write to Office@Weavers.example.org."
    for publisher in (organization, other_organization):
        assert found(make_page("update", publisher, text=text), "personal-data") == []
    mixed = make_page("update", organization, text=f"{text} Sokha has 012 345 678.")
    assert found(mixed, "personal-data") == [("phone", "012 345 678")]


def test_a_hidden_organization_publishes_nothing(make_page, organization, other_organization):
    other_organization.phone, other_organization.is_hidden = "023 456 789", True
    other_organization.save()
    page = make_page("update", organization, text="Call 023 456 789.")
    assert found(page, "personal-data") == [("phone", "023 456 789")]


def test_one_number_has_many_spellings():
    assert {contact(written) for written in ("012 345 678", "+85512345678", "00855 (0)12-345-678", "០១២៣៤៥៦៧៨")} == {
        "012345678"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ms Sok Dara, a survivor of a fire, speaks.",
        "The victim, Mrs. Chan Thida, was taken to Siem Reap.",
        "Miss Maly, aged 17, left the factory.",
        "អ្នកស្រី សុខ សុភា ជាជនរងគ្រោះ បានមកដល់",
        "កញ្ញា ចាន់ ធីតា អាយុ ១៩ឆ្នាំ",
    ],
)
def test_a_name_beside_a_case_is_found(text):
    assert len(list(names_near_case_words(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ms Sok Dara leads the programme on gender-based violence.",
        "លោកស្រីប្រធានក្រុមប្រឹក្សាឃុំ ជួយជនរងគ្រោះ",
        "Survivors of violence find help at the centre. Victims need not pay.",
        "ជនរងគ្រោះអាចមករកអ្នកស្រីគ្រូពេទ្យ",
        "The Mrs and Ms of the office help survivors.",
    ],
)
def test_a_name_or_a_case_alone_is_none(text):
    assert list(names_near_case_words(text)) == []


def test_who_changed_the_name_is_not_asked(make_page, organization):
    text = "Ms Sok Dara (not her real name) was trafficked."
    assert found(make_page("update", organization, text=text), "consent") == []
    plain = make_page("update", organization, text="Ms Sok Dara was trafficked.")
    assert found(plain, "consent") == [("case", "Ms Sok Dara")]


def test_the_script_tells_the_language(make_page, organization):
    khmer = "ស្ត្រីត្បាញសូត្រនៅតាកែវ " * 10
    english = "Women weave silk in Takeo. " * 10
    assert found(make_page("update", organization, "en", text=khmer), "language") == [("not-english", "")]
    assert found(make_page("update", organization, "km", text=english), "language") == [("not-khmer", "")]
    assert found(make_page("update", organization, "en", text=english + khmer[:20]), "language") == []
    assert found(make_page("update", organization, "km", text=khmer + english[:30]), "language") == []


def test_a_few_letters_tell_nothing():
    assert khmer_share("ស្ត្រី https://example.org/" + "long/" * 30) is None
