"""The texts, pictures and checks that the desk shows of one matter that is no page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from moderation.checks.progress import pending_matter_checks
from moderation.matters import MatterDecision, MatterKind
from moderation.matters.permissions import describe_matter_state, why_not_decide_matter
from moderation.models import Matter
from workspace.desk.matter_claims import renew_own_matter_claim
from workspace.desk.matter_forms import MatterDecisionForm, first_against
from workspace.desk.queue_rows import queue_row
from workspace.desk.review_context import checks_of
from workspace.desk.shown_files import ShownFiles, pictures_shown

MATTERS = Matter.objects.select_related("organization", "claimed_by", "decided_by")


def matter_context(matter: Matter, kind: MatterKind, editor: Any, form: MatterDecisionForm) -> dict[str, Any]:
    """Renew the editor's own claim, and return the template context: texts, pictures, checks, claim, decision form."""
    matter = renew_own_matter_claim(matter, editor)
    return {
        "matter": matter,
        "kind": kind,
        "author": kind.author(matter),
        "texts": kind.texts(matter),
        "files": ShownFiles(pictures_shown((image, image.description) for image in kind.pictures(matter)), []),
        "known": kind.context(matter),
        "checks": checks_of(matter.check_results.all()),
        "pending": ", ".join(str(check.label) for check in pending_matter_checks(matter)) if matter.is_waiting else "",
        "decision": form,
        "why_not": why_not_decide_matter(editor, matter) if matter.is_waiting else "",
        "is_hers": matter.holder == editor,
        "approves": MatterDecision.APPROVE in kind.decisions,
        "against": first_against(kind),
        # The page has its checks in full: their number is not asked for.
        "line": queue_row(matter, None, timezone.now()),
        "outcome": "" if matter.is_waiting else describe_matter_state(matter),
    }
