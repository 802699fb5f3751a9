"""Mails about what happens to a piece: one template each, whose first line is the subject, as text and as HTML."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from moderation.models import Correction
from orgs.letters import work_for
from orgs.models import Organization
from outbox import mail

PLACE = "moderation/mail"
# What a batch for editors concerns, as outbox.mail has it.
DESK = "desk"
# What templates leave where a part of them has nothing to say.
EMPTY_LINES = re.compile(r"\n\s*\n")


def write_to(person: User, letter: str, about: Any, *, identity: str, **context: Any) -> None:
    """Record a mail in the caller's transaction, in the person's language and with a link to her mail settings.

    `identity` names what is told: mails of one carry one Message-ID.
    """
    settings_link = link("workspace:mail")
    context |= {"person": person, "about": about, "settings": settings_link}
    headers = {"List-Unsubscribe": f"<{settings_link}>"}
    _send(person.email, letter, person.language, identity, context, headers=headers, concerning=concerning(about))


def write_to_reader(address: str, letter: str, about: Any, *, language: str, identity: str) -> None:
    """Record a mail to somebody who has no account."""
    _send(address, letter, language, identity, {"about": about})


def concerning(about: Any) -> str:
    """Whose work a letter is about; a batch for editors is about the desk."""
    about = about.submission if isinstance(about, Correction) else about
    organization = about if isinstance(about, Organization) else getattr(about, "organization", None)
    return work_for(organization.pk) if organization else DESK


def link(name: str, *args: object) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)


def _send(address: str, letter: str, language: str, identity: str, context: dict[str, Any], **more: Any) -> None:
    """`more` is what outbox.mail.send takes besides."""
    with override(language):
        written = render_to_string(f"{PLACE}/{letter}.txt", context)
        subject, _end, body = written.strip().partition("\n")
        text = EMPTY_LINES.sub("\n\n", body).strip() + "\n"
        html = render_to_string("components/mail/base.html", {"subject": subject, "paragraphs": paragraphs(text)})
    mail.send(address, subject, text, html, language=language, key=identity, identity=identity, **more)


def paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """A text cut at its empty lines; of each line, whether it is an address to be made a link.

    Only whole lines are, which our templates write: what people typed never becomes one.
    """
    own = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/"
    cut = [part.splitlines() for part in text.strip().split("\n\n")]
    return [[(line, line.startswith(own) and " " not in line) for line in lines if line] for lines in cut if lines]
