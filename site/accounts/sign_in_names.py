"""Sign-in names of people without a mailbox: each is kept as a mail address that no mail can ever reach."""

from __future__ import annotations

import re

from common.typed_text.characters import plain_word

# RFC 2606 keeps `.invalid` for names that will never exist.
DOMAIN = "name.invalid"
LONGEST = 30
NAME = re.compile(r"[a-z0-9_]{4,30}")
# What people write into a telephone number or a name, and leave out the next time.
LEFT_OUT = str.maketrans("", "", " \t+().-/")


def plain_name(typed: str) -> str:
    """Return a typed sign-in name as it is compared: lower case, digits of every script as 0 to 9, no blanks or dots.

    A telephone number is the same with and without its blanks.
    """
    return plain_word(typed).lower().translate(LEFT_OUT)


def address_of(typed: str) -> str:
    """Return the address under which the account of a typed sign-in name is kept."""
    return f"{plain_name(typed)}@{DOMAIN}"


def has_mailbox(address: str) -> bool:
    """Return whether mail can be sent to an address: it does not stand for a sign-in name."""
    return not address.strip().lower().endswith(f"@{DOMAIN}")


def shown_name(address: str) -> str:
    """Return what is shown for an account's address: the address, or the sign-in name that it stands for."""
    return address if has_mailbox(address) else address.partition("@")[0]
