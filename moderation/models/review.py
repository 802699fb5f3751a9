"""The only task of the only workflow."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class ReviewTask(Task):
    """The review by an editor, as Wagtail's task; moderation.services alone decide."""

    class Meta:
        verbose_name = _("review by an editor")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Return True, which locks the page for everybody while it is in review."""
        # Wagtail publishes the latest revision, and autosave overwrites it in place, so nobody may edit in review.
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Return False: this review task gives nobody access to the page's form in Wagtail."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """Return an empty list, so that Wagtail's own buttons for approving and rejecting do not appear."""
        # Wagtail's own views for approving and rejecting refuse every action that is not in this list.
        return []

    @classmethod
    def get_description(cls) -> str:
        """Return the description of the review task that Wagtail's settings show."""
        return str(_("A central editor who did not write it decides."))
