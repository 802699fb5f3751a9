"""Mail addresses of discussions: read as they were made, in any case, and made by nobody else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discussions import addresses
from discussions.addresses import AddressKind, SignedAddress, read_address, read_token

DOMAIN = "lists.neary.example.org"
ids = st.integers(0, addresses.LARGEST_ID)
signed = st.builds(SignedAddress, st.sampled_from(AddressKind), ids, ids)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@pytest.fixture(autouse=True, scope="module")
def domain() -> Any:
    from django.test import override_settings

    with override_settings(DISCUSSIONS_MAIL_DOMAIN=DOMAIN, SECRET_KEY="one", SECRET_KEY_FALLBACKS=[]):
        yield


@given(signed, st.randoms())
@example(SignedAddress(AddressKind.REPLY, 0, 0), None)
@example(SignedAddress(AddressKind.BOUNCE, addresses.LARGEST_ID, addresses.LARGEST_ID), None)
def test_an_address_is_read_as_it_was_made_in_any_case(one: SignedAddress, random: Any) -> None:
    address = str(one)
    local_part = address.partition("@")[0]
    assert re.fullmatch(r"(reply|bounce)\+[a-z2-7]{31}", local_part) and len(local_part) <= 64
    changed = "".join(letter.upper() if random and random.random() < 0.5 else letter for letter in address)
    assert read_address(address) == read_address(address.upper()) == read_address(changed) == one


@given(signed, st.integers(0, 30), st.sampled_from(LETTERS))
def test_a_changed_letter_is_a_forgery(one: SignedAddress, place: int, letter: str) -> None:
    token = one.token
    changed = token[:place] + letter + token[place + 1 :]
    assert (read_token(changed) == one) is (changed == token)


@given(st.one_of(st.text(max_size=40), st.text(LETTERS, min_size=31, max_size=31), st.text("aA=+@2", max_size=80)))
@example("reply+" + "\u212a" * 31)
@example("")
def test_nothing_that_strangers_try_is_read_or_raises(tried: str) -> None:
    assert read_token(tried) is None
    for address in (tried, f"reply+{tried}@{DOMAIN}", f"bounce+{tried}@{DOMAIN}"):
        assert read_address(address) is None
    assert addresses.read_message_id(tried) is None


def test_a_letter_that_becomes_ascii_in_lower_case_is_no_address() -> None:
    for number in range(200):
        address = addresses.reply_address(number, 1)
        if "k" in address.partition("@")[0]:
            assert read_address(address.replace("k", "\u212a")) is None
            return
    pytest.fail("no token with a k")


def test_a_kind_cannot_be_taken_for_another() -> None:
    reply, bounce = addresses.reply_address(7, 8), addresses.bounce_address(7, 8)
    assert reply != bounce.replace("bounce", "reply")
    assert read_address(reply.replace("reply+", "bounce+")) is None
    assert read_address(reply) == SignedAddress(AddressKind.REPLY, 7, 8)
    assert read_address(bounce) == SignedAddress(AddressKind.BOUNCE, 7, 8)


@pytest.mark.parametrize("change", [("@", "x@"), ("@lists.", "@other."), ("reply+", "reply"), ("reply+", "x+")])
def test_another_address_is_not_read(change: tuple[str, str]) -> None:
    assert read_address(addresses.reply_address(7, 8).replace(*change)) is None


def test_an_earlier_key_is_honoured_and_a_foreign_one_is_not(settings: Any) -> None:
    address = addresses.reply_address(7, 8)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "two", ["other", "one"]
    assert read_address(address) == SignedAddress(AddressKind.REPLY, 7, 8)
    assert addresses.reply_address(7, 8) != address
    settings.SECRET_KEY_FALLBACKS = []
    assert read_address(address) is None


def test_tokens_stay_valid_over_releases() -> None:
    # Mails that were sent carry them: whoever changes how they are made breaks every answer to an older mail.
    assert addresses.reply_address(7, 8) == f"reply+eaaaaaaoaaaaaaikym77r67oo44pvsn@{DOMAIN}"


@pytest.mark.parametrize("post", [-1, addresses.LARGEST_ID + 1])
def test_an_id_that_no_token_can_hold_is_refused(post: int) -> None:
    with pytest.raises(ValueError):
        addresses.reply_address(post, 1)


def test_where_mail_is_off_no_address_is_read(settings: Any) -> None:
    settings.DISCUSSIONS_MAIL_DOMAIN = ""
    assert not addresses.is_mail_on()
    assert read_address(addresses.reply_address(7, 8)) is None
    assert addresses.read_board_name("gender@") is None


def test_boards_and_messages() -> None:
    assert addresses.board_address("gender") == f"gender@{DOMAIN}"
    assert addresses.read_board_name(f"Gender@{DOMAIN.upper()}") == "gender"
    assert addresses.read_board_name("gender@elsewhere.example") is None
    assert addresses.read_board_name(addresses.reply_address(7, 8)) is None
    assert addresses.read_message_id(addresses.message_id(12)) == 12
    assert addresses.read_message_id("<post.12@elsewhere.example>") is None
    assert addresses.read_message_id("<post.٣@" + DOMAIN + ">") is None


def test_an_answer_to_a_digest_is_known() -> None:
    digest = addresses.digest_message_id(7, dt.date(2026, 11, 26))
    assert digest == f"<digest.7.20261126@{DOMAIN}>"
    assert addresses.is_digest_id(f" {digest.upper()} ") and addresses.read_message_id(digest) is None
    assert not addresses.is_digest_id("<digest.7.20261126@elsewhere.example>")
    assert not addresses.is_digest_id(addresses.message_id(7))
