"""The one step of the one workflow."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class ReviewTask(Task):
    """A central editor's review. Decisions are moderation.services' alone."""

    class Meta:
        verbose_name = _("review by an editor")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        # Wagtail publishes the latest revision, and autosave overwrites a revision in place: in review nobody edits.
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        # Wagtail's own approve and reject views refuse what is not listed here.
        return []

    @classmethod
    def get_description(cls) -> str:
        return str(_("A central editor who did not write it decides."))
