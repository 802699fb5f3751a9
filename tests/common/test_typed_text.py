"""One line, something that is seen, lengths, numbers and addresses: for whatever may be typed."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from common.templatetags.typed_text import mail_href, telephones, web_href
from common.typed_text.characters import NOT_IN_A_LINE, has_content, lines, mail_address, one_line
from common.typed_text.lengths import length
from common.typed_text.names import skeleton
from common.typed_text.telephone import as_dialled, is_telephone, numbers_in

few = settings(max_examples=60, derandomize=True)
LETTERS = "aZ9 ស្រី១\n\r\t\x00\x1b\x85\u2028\u2029\u202e\u2066\u200b\u200e\ufeff\xad\u3164\u2800😀é﹫＠"
typed = st.one_of(st.text(alphabet=LETTERS, max_size=12), st.text(max_size=12))
DIGITS = ["0123456789", "០១២៣៤៥៦៧៨៩", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"]
NOTHING = [
    "",
    " ",
    "\u200b",
    "\u2060\ufeff",
    "\xad",
    "\u3164",
    "\u2800",
    "\u115f",
    "\ufe0f",
    "\u180e",
    "\xa0",
    "\n\t",
    "\u034f",
]
CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u061c\u200e\u200f\ufffe"]
CONTROLS += map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@few
@given(typed)
def test_any_text_becomes_one_line(text: str) -> None:
    line = one_line(text)
    assert not NOT_IN_A_LINE.search(line)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


@few
@given(typed)
def test_a_box_of_one_line_gives_one_line_or_refuses(text: str) -> None:
    kept = ""
    with suppress(ValidationError):
        kept = forms.CharField(required=False, max_length=100).clean(text)
    assert not NOT_IN_A_LINE.search(kept)
    assert kept == "" or has_content(kept)


def test_every_control_is_refused_in_a_line_with_a_clear_word() -> None:
    for control in CONTROLS:
        if control in "\t":
            continue
        with pytest.raises(ValidationError) as error:
            forms.CharField().clean(f"Silk{control}weavers")
        assert control == "\x00" or "in one line" in error.value.messages[0], ascii(control)


def test_a_required_text_of_nothing_is_missing() -> None:
    for nothing, more in itertools.product(NOTHING, repeat=2):
        for box in (forms.TextInput, forms.Textarea, forms.HiddenInput):
            with pytest.raises(ValidationError, match="required"):
                forms.CharField(widget=box).clean(nothing + more)
            assert forms.CharField(widget=box, required=False).clean(nothing + more) == ""
        with pytest.raises(ValidationError, match="required"):
            forms.CharField(widget=forms.HiddenInput).clean(f"<p>{nothing}<b>&nbsp;{more}</b></p>")


@pytest.mark.parametrize("text", ["a", "ស", "១", "…", "—", "😀", "\u200bស្ត្រី\u200b", "<p>a</p>", '<embed id="3">'])
def test_what_is_seen_is_something(text: str) -> None:
    for box in (forms.TextInput, forms.Textarea, forms.HiddenInput):
        assert forms.CharField(widget=box).clean(text) == text


def test_passwords_are_left_as_they_are() -> None:
    secret = " \u200bp\u202ea\tss "
    assert forms.CharField(strip=False, widget=forms.PasswordInput).clean(secret) == secret


@few
@given(typed)
def test_lengths_are_those_of_the_browser(text: str) -> None:
    """A browser counts units of UTF-16, and a line's end once; it sends two characters for that."""
    in_the_box = text.replace("\r\n", "\n").replace("\r", "\n")
    sent = in_the_box.replace("\n", "\r\n")
    assert length(sent) == length(in_the_box)
    assert length(lines(text)) == len(lines(text).encode("utf-16-le", "surrogatepass")) // 2


@few
@given(st.text(alphabet="aស😀\n", max_size=30), st.integers(1, 30))
def test_the_server_takes_what_the_browser_lets_be_typed_and_no_more(text: str, most: int) -> None:
    field = forms.CharField(max_length=most, required=False, strip=False, widget=forms.Textarea)
    in_the_browser = len(text.encode("utf-16-le")) // 2
    sent = text.replace("\n", "\r\n")
    if in_the_browser <= most or not has_content(text):
        assert field.clean(sent) == (text if has_content(text) else "")
    else:
        with pytest.raises(ValidationError, match="at most"):
            field.clean(sent)


@few
@given(st.integers(0, 10**6), st.sampled_from(DIGITS), st.sampled_from(["", " ", "\u200b", "\u202c", "\xa0"]))
def test_numbers_are_taken_in_every_script(number: int, digits: str, around: str) -> None:
    written = around + str(number).translate(dict(zip(b"0123456789", digits, strict=True))) + around
    assert forms.IntegerField().clean(written) == number
    assert forms.DecimalField().clean(written) == number
    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    assert code.clean(written) == str(number)


def test_boxes_for_numbers_take_khmer_digits_and_show_digits() -> None:
    html = forms.IntegerField().get_bound_field(forms.Form(), "n").as_widget()
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html


@few
@given(
    st.lists(st.integers(10**7, 10**9 - 1).map("0{}".format), min_size=1, max_size=3, unique=True),
    st.sampled_from([" / ", ", ", "; ", " ឬ ", " or ", " និង ", " | ", "\n", "  "]),
    st.sampled_from(["", " ", "-", "\u2011", "\u2013", "\xa0", "."]),
    st.sampled_from(DIGITS),
    st.sampled_from(["", "\u200b", "\u202a"]),
)  # fmt: skip
def test_every_number_of_a_field_is_dialled(
    numbers: list[str], between: str, gap: str, digits: str, hidden: str
) -> None:
    parts = [gap.join([number[:3], number[3:6] + hidden, number[6:]]) for number in numbers]
    written = between.join(parts).translate(dict(zip(b"0123456789", digits, strict=True)))
    assert is_telephone(written)
    assert [number.href for number in telephones(written)] == [f"tel:{number}" for number in numbers]


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+855 (0)12 345 678", "+85512345678"),
        ("(+855) 12 345 678", "+85512345678"),
        ("00855 12 345 678", "+85512345678"),
        ("＋៨៥៥ ១២ ៣៤៥ ៦៧៨", "+85512345678"),
        ("1280", "1280"),
        ("១១៧", "117"),
    ],
)
def test_a_number_is_dialled_as_telephones_take_it(written: str, dialled: str) -> None:
    assert [number.dialled for number in numbers_in(written)] == [dialled] == [as_dialled(written)]


@pytest.mark.parametrize(
    "written", ["", "ask at the gate", "call us!", "12", "012 345 678 Sokha", "tel:012345678", "+"]
)
def test_what_is_no_number_is_none(written: str) -> None:
    assert not is_telephone(written)


@few
@given(st.sampled_from(["dara@example.org", "Sok.Dara+1@mail.example.org"]), st.data())
def test_addresses_are_cleaned_of_what_nobody_sees(address: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(address)))
    dirty = (
        address[:place] + data.draw(st.sampled_from(["\u200b", "\u2060", "\ufeff", "\u202c", "\xad"])) + address[place:]
    )
    assert forms.EmailField().clean(dirty.replace("@", data.draw(st.sampled_from("@＠﹫")))) == address
    assert mail_address(dirty) == address.lower()
    web = f"https://example.org/{dirty}"
    assert forms.URLField(assume_scheme="https").clean(web) == f"https://example.org/{address}"
    assert web_href(web) == f"https://example.org/{address}"
    assert mail_href(dirty) == f"mailto:{address}".replace("+", "%2B")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "java\u200bscript:alert(1)", "ftp://example.org", "", "x"])
def test_a_link_of_typed_text_leads_into_the_web_or_nowhere(address: str) -> None:
    assert web_href(address) == ""


def test_rich_text_dials() -> None:
    typed = '<p><a href="tel:០១២ ៣៤៥\u2011៦៧៨">x</a></p>'
    assert 'href="tel:012345678"' in forms.CharField(widget=forms.HiddenInput).clean(typed)


@few
@given(typed)
def test_a_name_looks_like_itself_with_more_blanks_and_case(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)
    assert skeleton(f" {text}\u200b") == skeleton(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Women 1", "Women 2"), ("Silk", "Salt"), ("ស្ត្រី", "បុរស"), ("នារី", "នារា"), ("Cambodia", "Camboja")],
)
def test_different_names_look_different(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
