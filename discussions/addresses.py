"""Mail addresses of discussions: of boards, and signed ones that say who answers what, or whose mail came back.

`reply+TOKEN@DOMAIN` and `bounce+TOKEN@DOMAIN`, with a token of 31 lower-case letters and digits: 155 bits, of which 3
name the kind, 36 the post, 36 the subscription, and 80 are a signature of the other 75. Mail servers can check an
address without a database, and nobody can make one. Mail programs and servers may change the case of an address, so no
token depends on it.
"""

from __future__ import annotations

import base64
import datetime as dt
import enum
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "discussions.addresses"
ID_BITS, SIGNATURE_BITS = 36, 80
LARGEST_ID = 2**ID_BITS - 1
SIGNATURE_BYTES = SIGNATURE_BITS // 8
# 155 bits are 31 letters of base32; a whole number of bytes, 160 bits, would be 32, of which the first is always "A".
TOKEN_LENGTH = 31
# The longest mail address (RFC 5321): no more of it is looked at.
LONGEST_ADDRESS = 254

# Base32 has the letters a to z and the digits 2 to 7, so neither 0 and O nor 1 and l can be taken for each other.
TOKEN = re.compile(rf"[a-z2-7]{{{TOKEN_LENGTH}}}")
SIGNED = re.compile(rf"(reply|bounce)\+([a-z2-7]{{{TOKEN_LENGTH}}})")
# 11 digits hold the largest id of 36 bits (68,719,476,735).
MESSAGE_ID = re.compile(r"<post\.(\d{1,11})@([^<>@\s]+)>", re.ASCII)

DIGEST_ID = re.compile(r"<digest\.\d{1,11}\.\d{8}@([^<>@\s]+)>", re.ASCII)


class AddressKind(enum.IntEnum):
    """The kinds of signed addresses; the numbers are part of tokens and never change."""

    REPLY = 1
    BOUNCE = 2


LOCAL_PARTS = {AddressKind.REPLY: "reply", AddressKind.BOUNCE: "bounce"}
KINDS = {name: kind for kind, name in LOCAL_PARTS.items()}


@dataclass(frozen=True)
class SignedAddress:
    """A signed address: its kind, and the ids of the post and of the subscription that it was made for.

    A reply address answers that post. A bounce address has the post of the mail that came back, 0 for a digest.
    """

    kind: AddressKind
    post: int
    subscription: int

    def __str__(self) -> str:
        return f"{LOCAL_PARTS[self.kind]}+{self.token}@{mail_domain()}"

    @property
    def token(self) -> str:
        """Return the signed token of this mail address, 31 letters and digits. Raises ValueError for too large ids."""
        body = self._body()
        return _as_letters(body << SIGNATURE_BITS | _signature(body, settings.SECRET_KEY))

    def _body(self) -> int:
        if not (0 <= self.post <= LARGEST_ID and 0 <= self.subscription <= LARGEST_ID):
            raise ValueError(f"No token can hold the ids {self.post} and {self.subscription}.")
        return (self.kind << ID_BITS | self.post) << ID_BITS | self.subscription


def mail_domain() -> str:
    """Return the domain of discussions' mail addresses in lower case; "" where their mail is switched off."""
    return str(settings.DISCUSSIONS_MAIL_DOMAIN).lower()


def is_mail_on() -> bool:
    """Return whether discussions send and receive mail: whether a mail domain is set."""
    return bool(mail_domain())


def board_address(mail_name: str) -> str:
    """Return the mail address of a board, from the name before the @."""
    return f"{mail_name}@{mail_domain()}"


def reply_address(post: int, subscription: int) -> str:
    """Return the signed mail address at which one subscriber answers one post, both given by id."""
    return str(SignedAddress(AddressKind.REPLY, post, subscription))


def bounce_address(post: int, subscription: int) -> str:
    """Return the signed envelope sender of a post's mail to one subscriber, for bounces; post 0 for a digest."""
    return str(SignedAddress(AddressKind.BOUNCE, post, subscription))


def read_address(address: str) -> SignedAddress | None:
    """Return the kind, post and subscription in a signed mail address; None if forged or of another domain.

    A pure function of the address and the keys: mail servers may ask it for every address that strangers try.
    """
    local_part, domain = split_address(address)
    found = SIGNED.fullmatch(local_part)
    if found is None or not is_mail_on() or domain != mail_domain():
        return None
    signed = read_token(found[2])
    # The word before the + must fit too: a bounce address must not answer a post.
    return signed if signed and signed.kind == KINDS[found[1]] else None


def read_board_name(address: str) -> str | None:
    """Return the part before the @ of an address in our mail domain; None for another domain or a signed address."""
    local_part, domain = split_address(address)
    is_ours = is_mail_on() and domain == mail_domain()
    # A signed address has a +, and no board's name does.
    return local_part if is_ours and local_part and "+" not in local_part else None


def split_address(address: str) -> tuple[str, str]:
    """Return the parts before and after the last @ of a mail address, in lower case; ("", "") if it is none."""
    # Not ASCII, a letter could become another one in lower case: the Kelvin sign becomes a k.
    if not address.isascii() or len(address) > LONGEST_ADDRESS:
        return "", ""
    local_part, at, domain = address.strip().lower().rpartition("@")
    return (local_part, domain) if at else ("", "")


def read_token(token: str) -> SignedAddress | None:
    """Return the SignedAddress in a token, in any case; None when it is not signed with our current or earlier keys."""
    value = _as_number(token)
    if value is None:
        return None
    body, signature = value >> SIGNATURE_BITS, value & (2**SIGNATURE_BITS - 1)
    # The fallbacks: addresses in mails of the last months still work after the key was changed.
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    given = signature.to_bytes(SIGNATURE_BYTES, "big")
    if not any(constant_time_compare(given, _signature(body, key).to_bytes(SIGNATURE_BYTES, "big")) for key in keys):
        return None
    post, subscription = body >> ID_BITS & LARGEST_ID, body & LARGEST_ID
    try:
        return SignedAddress(AddressKind(body >> 2 * ID_BITS), post, subscription)
    except ValueError:
        # A kind of a newer release.
        return None


def message_id(post: int) -> str:
    """Return the Message-ID of the mails that bring a post (given by id), the same for every subscriber."""
    return f"<post.{post}@{mail_domain()}>"


def read_message_id(value: str) -> int | None:
    """Return the post id in a Message-ID formed as by `message_id`, also of no post; None for any other Message-ID."""
    found = MESSAGE_ID.fullmatch(value.strip().lower()) if len(value) <= LONGEST_ADDRESS else None
    return int(found[1]) if found and is_mail_on() and found[2] == mail_domain() else None


def digest_message_id(subscription: int, day: dt.date) -> str:
    """Return the Message-ID of the digest of one subscription (by id) on one day, the same in every attempt."""
    return f"<digest.{subscription}.{day:%Y%m%d}@{mail_domain()}>"


def is_digest_id(value: str) -> bool:
    """Return whether a Message-ID has the form of a digest's; whether such a digest was sent is not checked."""
    found = DIGEST_ID.fullmatch(value.strip().lower()) if len(value) <= LONGEST_ADDRESS else None
    return bool(found and is_mail_on() and found[1] == mail_domain())


def _signature(body: int, key: str | bytes) -> int:
    digest = salted_hmac(SALT, str(body), secret=key, algorithm="sha256").digest()
    return int.from_bytes(digest[:SIGNATURE_BYTES], "big")


def _as_letters(value: int) -> str:
    # 20 bytes are 32 letters, of which the first is always "a" (see TOKEN_LENGTH) and left out.
    return base64.b32encode(value.to_bytes(20, "big")).decode().lower()[1:]


def _as_number(token: str) -> int | None:
    """Return the number that a token writes, None for what is no token."""
    # Asked before the case is changed: other letters become ASCII ones then.
    if not token.isascii() or not TOKEN.fullmatch(token.lower()):
        return None
    # The first letter, which was left out.
    return int.from_bytes(base64.b32decode("A" + token.upper()), "big")
