"""Mails about accounts, invitations and applications: one template each, as text."""

from __future__ import annotations

from typing import Any

from mail import sending
from mail.composer import ComposedMail, compose

FOLDER = "orgs/mail"


def send(
    name: str, to: str, language: str, context: dict[str, Any], *, key: str | None = None, concerning: str = ""
) -> None:
    """Record a mail made of a template of this package, in the caller's transaction; it is sent after the commit.

    `name` is that of its template, `language` is "en" or "km". With `key`, a mail to the same address that still waits
    under it is replaced. `concerning` is as mail.sending has it: `work_for` an organization.
    Raises TemplateDoesNotExist for a mail that nobody wrote, TransactionManagementError outside a transaction.
    """
    composed = compose_text(name, language, context)
    sending.send(to, composed.subject, composed.text, language=language, key=key, concerning=concerning)


def compose_text(name: str, language: str, context: dict[str, Any]) -> ComposedMail:
    """Return subject and plain text of a mail, made from this package's template, without HTML."""
    return compose(f"{FOLDER}/{name}", language, context, has_html=False)


def work_for(organization: int) -> str:
    """Return the mark, such as "organization 7", of mails about an organization's work, by its id.

    Mails with it are withdrawn when a person leaves the organization.
    """
    return f"organization {organization}"
