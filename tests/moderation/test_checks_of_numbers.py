"""Telephone numbers and addresses in every way of writing, and what only looks like one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.checks import check_now
from moderation.checks.personal_data import contact, found_in

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2043"
SPACES = " \xa0\u2002\u2003\u2007\u2009\u202f\u3000"
DIGITS = ["0123456789", "០១២៣៤៥៦៧៨៩", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
INVISIBLE = ["", "\u200b", "\u2060", "\u202c", "\xad", "\ufe0f"]


def codes(text: str) -> list[str]:
    return [code for code, _written in found_in(text)]


def test_every_dash_blank_and_digit_is_seen_through() -> None:
    for separator, digits, hidden in itertools.product(DASHES + SPACES + "./", DIGITS, INVISIBLE):
        number = f"012{separator}{hidden}345{separator}678".translate(dict(zip(b"0123456789", digits, strict=True)))
        found = list(found_in(f"Call {number} now"))
        assert [code for code, _written in found] == ["phone"], ascii(number)
        assert contact(found[0][1]) == "012345678", ascii(number)


@pytest.mark.parametrize(
    "text",
    [
        "https://wa.me/85512345678",
        "wa.me/85512345678",
        "http://wa.me/+85512345678?text=hello",
        "https://t.me/+85512345678",
        "t.me/85512345678",
        "https://api.whatsapp.com/send?phone=85512345678&text=x",
        "https://api.whatsapp.com/send/?text=a&phone=%2B85512345678",
        "viber://chat?number=%2B85512345678",
        "whatsapp://send?phone=85512345678",
        "tel:+85512345678",
        "tel://012345678",
        "sms:012345678",
        "ទូរស័ព្ទtel:០១២៣៤៥៦៧៨។",
        "＋８５５ １２ ３４５ ６７８",
        "01 23 45 67 8",
        "(012) 345 678",
        "0 12 345 678",
        "+855 (0) 12 345 678",
        "855 012 345 678",
    ],
)
def test_a_number_is_found_in_links_and_odd_groups(text: str) -> None:
    found = list(found_in(text))
    assert [code for code, _written in found] == ["phone"]
    assert contact(found[0][1]) == "012345678"


@pytest.mark.parametrize(
    "text",
    [
        "dara＠example.org",
        "dara@example．org",
        "dara\u200b@exam\u2060ple.org",
        "mailto:dara@example.org",
        "dara﹫example.org",
    ],
)
def test_an_address_is_found(text: str) -> None:
    assert list(found_in(text)) == [("email", "dara@example.org")]


@pytest.mark.parametrize(
    "text",
    [
        "០១ ០២ ២០២៦ ម៉ោង ០៨ ៣០",
        "01 02 2026 08 30",
        "08 30 01 02 2026",
        "01-07/02/2026",
        "01/02/2026-03/02/2026",
        "01/02 - 03/02/2026",
        "2026-02-01 08:30",
        "2026-02-01T08:30:00",
        "08:00-11:30, 14:00-17:30",
        "08 00-11 30",
        "08.00-11.30",
        "០៨:០០ – ១១:៣០",
        "ថ្ងៃទី ០១–០២ ០៣ ២០២៦ ម៉ោង ០៨ ០០ ដល់ ០៩ ៣០",
        "From 2019-2024, and 2025/2026",
        "09 12 2569",
        "https://www.facebook.com/photo/?fbid=0123456789012345",
        "https://t.me/+AbCdEf123456",
        "https://t.me/weavers",
        "It grew by 0.12345678 and 0,123456789",
    ],
)
def test_days_hours_and_links_are_no_numbers(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["+855 12 12 2026 1", "099 12 2026 11", "ថ្ងៃទី ០១ ០២ ២០២៦៖ ០១២ ៣៤៥ ៦៧៨"])
def test_a_number_is_not_hidden_by_looking_like_a_day(text: str) -> None:
    assert codes(text) == ["phone"]


@settings(max_examples=60, derandomize=True)
@given(
    st.from_regex(r"0[1-9][0-9][0-9]{6,7}", fullmatch=True, alphabet="0123456789"),
    st.sampled_from(["{0}", "{1}", "00855{2}", "+855 {2}", "tel:{0}", "wa.me/855{2}"]),
    st.sampled_from(DASHES + SPACES),
)
def test_any_number_is_found_however_it_is_written(number: str, form: str, gap: str) -> None:
    text = form.format(number, gap.join([number[:3], number[3:6], number[6:]]), number[1:])
    assert {contact(written) for code, written in found_in(f"ទូរស័ព្ទ {text} ។") if code == "phone"} == {number}


@pytest.mark.django_db
def test_each_finding_is_told_once_and_links_are_looked_at(make_page, organization) -> None:
    body = [
        ("paragraph", '<p>Call <a href="tel:+85512345678">her</a>, 012 345 678 or 012-345-678.</p>'),
        ("paragraph", '<p><a href="mailto:dara@example.org">Dara</a> <a href="https://wa.me/85599876543">x</a></p>'),
    ]
    page = make_page("article", organization, body=body, summary="012 345 678, 012345678")
    (run,) = [run for run in check_now(page) if run.check.name == "personal-data"]
    assert sorted((found.code, contact(found.where)) for found in run.findings) == [
        ("email", "dara@example.org"), ("phone", "012345678"), ("phone", "099876543"),
    ]  # fmt: skip
