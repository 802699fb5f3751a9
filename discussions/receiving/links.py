"""Signed links in mails about mails that came in: the database holds no token that opens anything."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from discussions.models import AskedPost, IncomingMail, Participant
from mail.composer import site_address

ASKED, CUT = "discussions.asked", "discussions.cut"
MAX_AGE = timedelta(days=7)


def asked_link(asked: AskedPost) -> str:
    """Return the absolute signed link to the page where a participant confirms or denies a mail as hers."""
    return _link("mail-asked", ASKED, asked.pk, asked.participant)


def cut_link(mail: IncomingMail, participant: Participant) -> str:
    """Return the absolute signed link to the page where a mail's author puts back what was cut from it."""
    return _link("mail-missing", CUT, mail.pk, participant)


def read_asked(token: str) -> AskedPost | None:
    """Return the waiting mailed text that a token names; None if forged, over 7 days old, or decided already."""
    pk, key = _read(token, ASKED)
    asked = AskedPost.objects.select_related("participant__user", "board__organization", "thread__board", "parent")
    return asked.filter(pk=pk, participant__key=key).first()


def read_cut(token: str) -> IncomingMail | None:
    """Return the incoming mail whose cut text a token opens; None if forged, over 7 days old, or nothing is cut."""
    pk, key = _read(token, CUT)
    mails = IncomingMail.objects.select_related("post__participant__user", "post__thread__board__organization")
    return mails.filter(pk=pk, post__participant__key=key).exclude(cut="").first()


def _link(name: str, salt: str, pk: int, participant: Participant) -> str:
    token = signing.dumps([pk, participant.key], salt=salt)
    with override(participant.language):
        return site_address() + reverse(name, args=[token])


def _read(token: str, salt: str) -> tuple[int, str]:
    try:
        pk, key = signing.loads(token, salt=salt, max_age=MAX_AGE)
    except signing.BadSignature:
        return 0, ""
    return pk, key
