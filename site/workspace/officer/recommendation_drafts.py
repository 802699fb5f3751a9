"""Services that change findings and recommendations in a page's draft, each one transaction; reviewed as any text.

All raise Refusal: for a suspended organization, while the page is in review, when it was changed elsewhere since it was
`seen` (a `draft_version`), and for a recommendation that is not there. A number counts from 1.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusal import Refusal
from common.typed_text.passages import passage_lines, passage_markup
from orgs.permissions import may_write
from outcomes.recommendations.blocks import MOST_RECOMMENDATIONS, SERIES
from outcomes.recommendations.shared_facts import owning_entry
from outcomes.recommendations.steps import problem_of
from workspace.officer.drafts import locked_for_writing, refuse_unseen
from workspace.officer.short_form_actions import SUSPENDED

NOT_IN_LINES = gettext_lazy("These findings have links or bold words. Change them in the full editor.")
# Recommendations as the database stores them: blocks with type, value and id.
Stored: TypeAlias = list[dict[str, Any]]


def save_recommendation(page: Any, user: Any, seen: str, number: int, said: dict[str, Any]) -> None:
    """Change text and institution of a page's recommendation in its draft, or add one with number 0. Raises Refusal.

    `said` is the cleaned data of RecommendationForm. Raises Refusal for one more than a page may have too.
    """

    def change(stored: Stored) -> None:
        words = {"text": said["text"], "institution": said["institution"].pk}
        # Asked only for an event of a series.
        if "is_of_series" in said:
            words["speaks_for"] = SERIES if said["is_of_series"] else ""
        if number:
            _value(stored, number).update(words)
        elif len(stored) >= MOST_RECOMMENDATIONS:
            raise Refusal(_("A page has at most 20 recommendations."), code="too_many")
        else:
            stored.append({"type": "recommendation", "value": words | {"steps": []}, "id": str(uuid4())})

    # The change is made on the list as it is under the lock, and not on the one that the page showed.
    _change(page, user, seen, change)


def delete_recommendation(page: Any, user: Any, seen: str, number: int) -> None:
    """Delete a recommendation with its steps from a page's draft. Refusal if gone, in review, suspended or outdated."""

    def change(stored: Stored) -> None:
        # Called for its refusal alone: a negative number would delete from the end of the list.
        _value(stored, number)
        del stored[number - 1]

    _change(page, user, seen, change)


def add_step(page: Any, user: Any, seen: str, number: int, said: dict[str, Any]) -> None:
    """Add a step to a recommendation in a page's draft. Raises Refusal, also for steps that contradict each other.

    `said` is the cleaned data of StepForm. Raises Refusal too where the page in another language owns the steps.
    """
    owner = owning_entry(page.translation_key)
    if owner is not None and owner.pk != page.pk:
        raise Refusal(_("The steps are those of the page that was public first. Add it there."), code="other_page")

    def change(stored: Stored) -> None:
        steps = _value(stored, number)["steps"]
        document = said["document"].pk if said["document"] else None
        new = {"kind": said["kind"], "day": said["day"].isoformat(), "note": said["note"], "link": ""}
        steps.append({"type": "item", "value": new | {"document": document}, "id": str(uuid4())})
        days = [(step["value"]["kind"], dt.date.fromisoformat(step["value"]["day"])) for step in steps]
        if problem := problem_of(days, timezone.localdate()):
            raise Refusal(problem, code="steps")

    _change(page, user, seen, change)


def remove_step(page: Any, user: Any, seen: str, number: int, kind: str) -> None:
    """Remove the step of a kind from a recommendation in a page's draft. Raises Refusal, as `add_step` does."""

    def change(stored: Stored) -> None:
        value = _value(stored, number)
        value["steps"] = [step for step in value["steps"] if step["value"]["kind"] != kind]
        days = [(step["value"]["kind"], dt.date.fromisoformat(step["value"]["day"])) for step in value["steps"]]
        if problem := problem_of(days, timezone.localdate()):
            raise Refusal(problem, code="steps")

    _change(page, user, seen, change)


def save_findings(page: Any, user: Any, seen: str, text: str) -> None:
    """Save typed lines as the findings of a page's draft. Raises Refusal, also where lines cannot say what is there.

    Lines that say what is there already leave it as it is stored.
    """

    def change(draft: Any) -> None:
        before = passage_lines(draft.findings)
        if before is None:
            raise Refusal(str(NOT_IN_LINES), code="formatted")
        if text != before:
            draft.findings = passage_markup(text)

    _change_draft(page, user, seen, change)


def _change(page: Any, user: Any, seen: str, change: Callable[[Stored], None]) -> None:
    """Let `change` change the stored recommendations of a page's newest draft, and save that as a new draft."""

    def change_stored(draft: Any) -> None:
        stored: Stored = list(draft.addressed_recommendations.get_prep_value())
        change(stored)
        # As JSON text: StreamField takes it as its own stored form, with the ids of the blocks.
        draft.addressed_recommendations = json.dumps(stored)

    _change_draft(page, user, seen, change_stored)


@transaction.atomic
def _change_draft(page: Any, user: Any, seen: str, change: Callable[[Any], None]) -> None:
    """Let `change` change a page's newest draft, and save that as a new draft."""
    if not may_write(user, page.organization):
        raise Refusal(str(SUSPENDED), code="organization_suspended")
    page = locked_for_writing(page)
    refuse_unseen(page, user, seen)
    draft = page.get_latest_revision_as_object()
    change(draft)
    # A public page's row is what readers see: its new text is in the revision alone.
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, log_action=True)


def _value(stored: Stored, number: int) -> dict[str, Any]:
    """Return the stored value of a recommendation. Raises Refusal when it is not there."""
    if not 1 <= number <= len(stored):
        raise Refusal(_("This recommendation is not there any more."), code="gone")
    value: dict[str, Any] = stored[number - 1]["value"]
    return value
