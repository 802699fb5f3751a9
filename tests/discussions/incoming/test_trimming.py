"""Trimming of answers: what is cut, and what is not, beyond the mails of programs."""

from __future__ import annotations

from typing import Any

import pytest

from discussions.incoming.parsing import ParsedMail
from discussions.incoming.trimming.sent_mail import SentMail
from discussions.incoming.trimming.trim import trim_quote
from tests.discussions.incoming.samples import LEAVE_TOKEN, load, sent_mail

SENT = sent_mail("en")
ATTRIBUTION = "On Tue, 10 Mar 2026 at 10:23, Sokha · Neary <gender@lists.example.org> wrote:"


@pytest.fixture(autouse=True)
def mail_domain(settings: Any) -> None:
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.example.org"


def trim(text: str, sent: SentMail | None = SENT, name: str = "Chan Bopha") -> tuple[str, str]:
    trimmed = trim_quote(ParsedMail(text=text, sender_name=name), sent)
    return trimmed.kept, trimmed.cut


def test_nothing_is_lost() -> None:
    """Each line is kept or can be put back, but for those with a token."""
    for sample in load():
        text = "\n".join(sample.wanted.split("\n"))
        kept, cut = trim(f"{text}\n\n{ATTRIBUTION}\n> {SENT.text.splitlines()[2]}\n\n-- \nBopha")
        assert kept == text
        assert cut.startswith(ATTRIBUTION)
        assert cut.endswith("Bopha")


def test_a_token_that_was_broken_over_two_lines_is_in_neither_text() -> None:
    kept, cut = trim(
        f"Yes.\n\n{ATTRIBUTION}\n> https://neary.example.org/choice/{LEAVE_TOKEN[:20]}\n> {LEAVE_TOKEN[20:]}/"
    )

    assert kept == "Yes."
    assert LEAVE_TOKEN[:16] not in cut
    assert LEAVE_TOKEN[20:] not in cut


def test_a_reply_address_of_anybody_is_dropped() -> None:
    kept, cut = trim("I wrote to reply+" + "a" * 31 + "@lists.example.org\nand waited.", None)

    assert (kept, cut) == ("and waited.", "")


def test_an_unmarked_answer_with_our_words_is_kept() -> None:
    kept, _cut = trim(f"See below.\n\n{ATTRIBUTION}\n\n{SENT.text}\n\nWomen on night shifts have no bus\nWho knows")

    assert kept == "See below.\n\nWomen on night shifts have no bus\nWho knows"


def test_a_quotation_of_somebody_else_is_kept_and_doubtful() -> None:
    text = "She wrote:\n\n> We were paid late.\n> Nobody said why.\n\nWho else?"
    trimmed = trim_quote(ParsedMail(text=text), SENT)

    assert trimmed.kept == text
    assert trimmed.is_doubtful


def test_without_what_was_sent_nothing_but_signatures_is_cut() -> None:
    text = "Yes.\n\nOn 10 March 2026 at 10:23, Dara <dara@women.example.org> wrote:\n> Who comes?"

    assert trim(f"{text}\n\n-- \nBopha", None) == (text, "-- \nBopha".replace("-- ", "--"))


def test_text_after_dashes_that_is_no_signature_is_kept() -> None:
    text = "First part.\n--\n" + "\n".join(f"Line {number} of the second part." for number in range(20))

    assert trim(text)[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "The hotline for all provinces is\n012 345 678",
        "I write from my iPhone, so this is short",
        "We meet at 10:30:\n\nWomen's house, street 63",
        "Programme: dance\nPlace: Takeo\nPrice: none",
        "Dara: yes\nBopha: no\nSokha: does not know",
        "Chan Bopha, 012 345 678",
    ],
)
def test_what_only_looks_like_a_signature_or_headers_is_kept(text: str) -> None:
    assert trim(text, name="Vanna Kim")[0] == text


def test_what_stands_above_a_forwarded_mail_stays_with_it() -> None:
    text = (
        "Please read:\n\nFrom: Ministry <info@ministry.example>\nDate: 10 March 2026\nTo: all\nSubject: Law\n\nThe law."
    )

    assert trim(text)[0] == text
