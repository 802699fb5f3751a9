"""Mail to people, in their language: one template a letter, whose first line is the subject."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from outbox import mail

PLACE = "orgs/letters"


def send(
    letter: str, to: str, language: str, context: dict[str, Any], *, key: str | None = None, concerning: str = ""
) -> None:
    """Record a letter in the caller's transaction.

    `language` is "en" or "km". With `key`, a letter to the same address that still waits under it is replaced.
    `concerning` is as outbox.mail has it: `work_for` an organization.
    Raises TemplateDoesNotExist for a letter that nobody wrote, TransactionManagementError outside a transaction.
    """
    subject, text = compose(letter, language, context)
    mail.send(to, subject, text, language=language, key=key, concerning=concerning)


def work_for(organization: int) -> str:
    """What a letter about the work of an organization (its id) concerns: it is recalled from who leaves."""
    return f"organization {organization}"


def compose(letter: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter. `site` in its template is the portal's address, without a slash at the end."""
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    with override(language):
        written = render_to_string(f"{PLACE}/{letter}.txt", {"site": address, **context})
    subject, _line, text = written.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"
