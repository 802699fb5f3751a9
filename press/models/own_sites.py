"""The proof that a site is its organization's own."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.sources import FetchState, Source

LONGEST_HOST = 255
TOKEN_LETTERS = 40


def new_token() -> str:
    """Return a new token, which nobody can guess and which stands on no page by chance."""
    return f"neary-{secrets.token_hex(10)}"


class SiteProof(models.Model):
    """The proof that an own site is its organization's. Without a proved host the site is never read."""

    class Way(models.TextChoices):
        """The ways in which a site is proved."""

        WEBSITE = "website", _("It is the website of the organization’s profile.")
        TOKEN = "token", _("Its front page shows the word.")

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="site_proof")
    token = models.CharField(max_length=TOKEN_LETTERS, default=new_token, editable=False)
    # The host for which it is proved, without "www."; "" while it is not.
    host = models.CharField(max_length=LONGEST_HOST, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)
    # When a manager asked to look for the token, and when that was done last.
    asked_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    # Why the front page could not be read; "" where it could.
    problem = models.CharField(max_length=12, choices=FetchState.Problem.choices(), blank=True)

    def __str__(self) -> str:
        return f"{self.source_id} {self.host}"

    @property
    def is_proved(self) -> bool:
        """Return whether the site is proved to be its organization's."""
        return bool(self.host)

    @property
    def is_waiting(self) -> bool:
        """Return whether a manager asked to look for the token, and that is not done yet."""
        return self.asked_at is not None and (self.looked_at is None or self.looked_at < self.asked_at)
