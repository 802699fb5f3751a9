"""Mails about the progress of pages in moderation, one template each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.models import User
from mail import sending
from mail.composer import compose, site_address
from moderation.models import Correction
from orgs.mails import work_for
from orgs.models import Organization

FOLDER = "moderation/mail"
# The name of the work that mails to editors concern, for mail.sending.
DESK = "desk"


def send_to_person(person: User, name: str, about: Any, *, identity: str, **context: Any) -> None:
    """Record a mail from a template to a user, in the user's language, with a link to the mail settings.

    `name` is that of its template. `identity` names what is told: mails of one carry one Message-ID.
    """
    settings_link = link("workspace:mail-settings")
    context |= {"person": person, "about": about, "settings": settings_link}
    headers = {"List-Unsubscribe": f"<{settings_link}>"}
    _send(person.email, name, person.language, identity, context, headers=headers, concerning=concerning(about))


def send_to_reader(address: str, name: str, about: Any, *, language: str, identity: str) -> None:
    """Record a mail from a template, in a given language, to an address of a reader without an account."""
    _send(address, name, language, identity, {"about": about})


def concerning(about: Any) -> str:
    """Return the key by which unsent mails about an object can be recalled: its organization's, or "desk"."""
    about = about.submission if isinstance(about, Correction) else about
    organization = about if isinstance(about, Organization) else getattr(about, "organization", None)
    return work_for(organization.pk) if organization else DESK


def link(name: str, *args: object) -> str:
    """Return the absolute URL of a view of the portal, by its URL name and arguments."""
    return site_address() + reverse(name, args=args)


def _send(address: str, name: str, language: str, identity: str, context: dict[str, Any], **more: Any) -> None:
    """Record a mail; `more` is what mail.sending.send takes besides."""
    # The identity is also the key: an unsent mail about the same thing is replaced by this one.
    composed = compose(f"{FOLDER}/{name}", language, context)
    sending.send(
        address, composed.subject, composed.text, composed.html, language, key=identity, identity=identity, **more
    )
