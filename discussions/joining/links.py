"""The mailed link and the six digits that answer a request to take part; the database holds neither."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from common.typed_text.characters import plain_word
from discussions.joining.limits import DIGITS_MAX_AGE
from discussions.models import JoinRequest
from mail.composer import site_address

# Then the request is deleted, and what was written with it.
LINK_MAX_AGE = timedelta(days=7)
SALT, DIGITS_SALT = "discussions.join", "discussions.join.digits"
DIGITS = 6
LONGEST_TOKEN = 200


def join_link(asked: JoinRequest) -> str:
    """Return the absolute address, with a signed token, that confirms a request to take part, for its mail."""
    # Both keys: the request's works once, and the participant's ends all links when she leaves.
    token = signing.dumps([asked.pk, asked.key, asked.participant.key], salt=SALT)
    with override(asked.language):
        return site_address() + reverse("discussions:confirm", args=[token])


def read_link(token: str) -> JoinRequest | None:
    """Return the unused request to take part that a link's token names; None if forged, over 7 days old or used."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk, key, participant_key = signing.loads(token, salt=SALT, max_age=LINK_MAX_AGE)
    except signing.BadSignature:
        return None
    found = JoinRequest.objects.select_related("participant").filter(pk=pk, key=key, used_at=None)
    return found.filter(participant__key=participant_key).first()


def digits_of(asked: JoinRequest) -> str:
    """Return the six digits that confirm a request to take part, derived from its key and the secret key."""
    value = f"{asked.pk} {asked.key} {asked.participant.key}"
    # 8 of the 32 bytes are far more than six digits need.
    number = int.from_bytes(salted_hmac(DIGITS_SALT, value, algorithm="sha256").digest()[:8])
    return f"{number % 10**DIGITS:0{DIGITS}}"


def are_right(asked: JoinRequest, typed: str) -> bool:
    """Return whether typed digits (Khmer ones too) are those of an unused, mailed request not older than 30 minutes."""
    # People type them in groups or with Khmer digits.
    digits = "".join(letter for letter in plain_word(typed) if letter.isdigit())
    is_fresh = asked.used_at is None and asked.created_at > timezone.now() - DIGITS_MAX_AGE
    # Compared first and in constant time: the answer takes as long for a wrong as for an old one.
    return constant_time_compare(digits, digits_of(asked)) and is_fresh and asked.is_mailed
