"""Small changes that need nobody's yes: letters of a few words, never a number, an address or a "not"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.comparison.editable_texts import EditableText
from moderation.comparison.small_change import is_small_change
from moderation.models import Correction
from moderation.services import offer_correction, publish_unanswered_corrections, submit
from tests.moderation.row_helpers import mark_checked

TEXT = "Six looms came to the village, and the women weave silk. Call 012 345 678 or see neary.org for more."
KHMER = "ស្ត្រីត្បាញសូត្រនៅភូមិព្រៃកប្បាស ហើយលក់នៅផ្សារ។"
RICH = '<p data-block-key="a">We weave <b>silk</b> and <a href="https://neary.org/">sell it here</a> to visitors.</p>'


def is_small(before: str, after: str, kind: str = "plain") -> bool:
    old, new = (EditableText("text", "Text", kind, value) for value in (before, after))  # type: ignore[arg-type]
    return is_small_change([old], [new])


SMALL = [
    ("village", "villages"),
    ("weave silk", "weaves silk"),
    ("looms came", "loom cames"),
    ("village,", "village"),
    ("Six looms came", "six loom come"),
    ("silk.", "silk!"),
]
LARGE = [
    # a number in every script and shape, also glued to what changes
    ("012 345 678", "012 345 679"),
    ("012 345 678", "012 345 67៨"),
    ("012 345 678", "012 345 678x"),
    ("012", "-012"),
    ("012 345 678", "012345678"),
    ("Six looms", "Six² looms"),
    ("Six", "Ⅵ"),
    ("Six", "Si৬"),
    ("Six looms", "Six looms ½"),
    # an address or a link
    ("neary.org", "neary.com"),
    ("neary.org", "n3ary.org"),
    ("see", "s@e"),
    ("see", "se＠"),
    ("see", "t.me"),
    ("for more", "for/more"),
    # words put in, left out or made others
    ("the women", "no women"),
    ("women weave", "women not weave"),
    ("women weave", "women no weave"),
    ("Call", ""),
    ("the village", "a village"),
    ("village", "villagers’"),
    ("silk", "cotton"),
    # more than three
    ("Six looms came to the", "six loom come tu the"),
    # signs that nobody sees turn what is read
    ("looms", "lo\u202eoms"),
    ("looms", "lo\u2066oms"),
]


@pytest.mark.parametrize(("old", "new"), SMALL)
def test_letters_of_a_few_words_are_small(old, new):
    assert old in TEXT and is_small(TEXT, TEXT.replace(old, new))
    assert is_small(TEXT.replace(old, new), TEXT)


@pytest.mark.parametrize(("old", "new"), LARGE)
def test_all_else_waits_for_a_yes(old, new):
    assert old in TEXT and not is_small(TEXT, TEXT.replace(old, new))
    assert not is_small(TEXT.replace(old, new), TEXT)


def test_khmer_is_counted_in_clusters():
    assert is_small(KHMER, KHMER.replace("សូត្រ", "សូត្រ៊"))
    assert not is_small(KHMER, KHMER.replace("ត្បាញ", ""))
    assert is_small(KHMER, KHMER.replace("ផ្សារ", "ផ្សា"))
    assert not is_small(KHMER, KHMER.replace("លក់", "មិនលក់"))
    assert not is_small(KHMER.replace("លក់", "មិនលក់"), KHMER)
    assert not is_small(KHMER, KHMER.replace("ហើយ", "១២"))
    assert not is_small(KHMER, f"{KHMER}១")


@pytest.mark.parametrize(
    ("old", "new", "small"),
    [
        ("weave", "weaves", True),
        ("visitors", "visitor", True),
        ("sell it here", "sell it hare", False),
        ("neary.org", "neary.com", False),
        ("<b>silk</b>", "silk", False),
        ("<b>silk</b>", "<b>silks</b>", True),
        ("sell it here</a>", "sell it</a> here", False),
    ],
)
def test_links_and_markup_are_never_small(old, new, small):
    assert old in RICH and is_small(RICH, RICH.replace(old, new), "rich") is small


def test_the_words_of_all_texts_count_together():
    names = ("title", "summary", "text", "venue")
    before = [EditableText(name, name, "plain", "weave") for name in names]
    for many in range(len(names) + 1):
        after = [EditableText(name, name, "plain", "weaves" if n < many else "weave") for n, name in enumerate(names)]
        assert is_small_change(before, after) == (many <= 3)


@settings(max_examples=60, derandomize=True, database=None)
@given(st.text(max_size=40), st.text(max_size=6))
def test_nothing_with_a_digit_or_an_at_sign_is_ever_small(around, put_in):
    before = f"{around} here {around}"
    after = f"{around} {put_in}9here {around}"
    assert not is_small(before, after) and not is_small(after, before)
    assert not is_small(before, f"{around} {put_in}@here {around}")


def test_long_texts_are_compared_in_time_or_wait():
    assert not is_small("a " * 20_000, "a " * 20_000 + "b")
    assert not is_small("<" * 20_000, "<" * 20_000 + "b", "rich")


# On pages


@pytest.mark.django_db
def test_every_correction_of_a_help_service_waits(make_page, organization, officer, editor, clock):
    page = make_page("help", organization, owner=officer, summary="We help women who are in danger.")
    submission = submit(page, officer)
    mark_checked(submission)
    correction = offer_correction(submission, editor, {"summary": "We help woman who are in danger."})
    assert correction.publish_at is None
    clock.shift(timedelta(days=30))
    assert publish_unanswered_corrections() == 0
    Correction.objects.update(publish_at=correction.created_at)
    assert publish_unanswered_corrections() == 0


@pytest.mark.django_db
def test_the_rule_is_asked_again_at_the_hour(waiting, editor, clock):
    """One that was offered under another rule waits on for a yes, and is not dropped."""
    mark_checked(waiting)
    correction = offer_correction(waiting, editor, {"text": "Six looms came. We weave. Call 012 345 678."})
    assert correction.publish_at is None
    Correction.objects.update(publish_at=correction.created_at)
    clock.shift(timedelta(days=2))
    assert publish_unanswered_corrections() == 0
    correction.refresh_from_db()
    assert (correction.state, correction.publish_at) == ("offered", None)
