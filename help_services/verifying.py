"""Verifying a help service: its day of verification becomes today, and its page is sent for review."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from help_services.models import HelpServicePage
from moderation.models import Submission
from moderation.services import submit


@transaction.atomic
def verify(page: HelpServicePage, user: Any) -> Submission:
    """Set a help service's day of verification to today, send it for review. Refusal as submit, or if changes wait."""
    # Sending takes the newest draft: unfinished changes would go public with the new day.
    if page.has_unpublished_changes:
        raise Refusal(
            _("It has changes that are not public yet. Send those for review instead."), code="unpublished_changes"
        )
    page.verified_on = timezone.localdate()
    page.save_revision(user=user)
    return submit(page, user)
