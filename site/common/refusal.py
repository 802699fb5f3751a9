"""The exception by which services refuse what a person asks for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


# Wagtail's own views answer this kind of error by a redirect with its message; any other would be a server error.
class Refusal(PermissionDenied):
    """A refusal by a service; the message tells a person the reason and what to do.

    `code` names the reason for programs and tests, as in ValidationError: one code a reason, whatever the words.
    """

    def __init__(self, message: str | Promise, *, code: str) -> None:
        super().__init__(message)
        self.message, self.code = message, code

    def __str__(self) -> str:
        return str(self.message)
