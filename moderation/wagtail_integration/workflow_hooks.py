"""The function that Wagtail calls when a workflow ends with an approval.

It is imported while wagtail.models loads, so its own imports are inside the function.
"""

from __future__ import annotations

from typing import Any


def publish_submission(workflow_state: Any, user: Any = None) -> None:
    """Publish exactly the approved submission's content as its workflow ends. Raises Refusal if it changed.

    Wagtail's own function publishes the latest one.
    """
    from moderation.services import publish_approved

    publish_approved(workflow_state.submission, user)
