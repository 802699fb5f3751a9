"""Rules about who decides on a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.refusal import Refusal
from moderation.matters.registry import matter_kind, matter_kinds
from moderation.models import Matter, Report
from moderation.rules.permissions import page_writers
from moderation.rules.refusals import check_free
from orgs.guard.conflict_of_interest import conflict_of, refuse_conflict
from orgs.permissions import all_memberships, works_for

if TYPE_CHECKING:
    from accounts.models import User


def may_decide_matter(user: User, matter: Matter) -> bool:
    """Return whether a user is an editor who wrote none of a matter and is no member of its organization."""
    return conflict_of(user, matter.organization_id, matter_kind(matter.kind).writers(matter)) is None


def report_writers(report: Report) -> set[int]:
    """Return the ids of all users who wrote any of what a report is about: a page or another object."""
    if report.object_kind and report.object_id is not None:
        about = Matter(kind=report.object_kind, object_id=report.object_id, organization_id=report.organization_id)
        return matter_kind(report.object_kind).writers(about)
    return page_writers(report.page) if report.page else set()


def readable_matters(user: Any) -> QuerySet[Matter]:
    """Return the waiting matters that an editor may read at the desk; that the user is an editor is not checked."""
    return without_hidden(Matter.objects.waiting(), user)


def without_hidden(rows: QuerySet[Matter], user: Any) -> QuerySet[Matter]:
    """Return the matters without those hidden from members (such as reports) about the editor's organizations."""
    hidden = [name for name, kind in matter_kinds().items() if kind.is_hidden_from_members]
    own = [membership.organization_id for membership in all_memberships(user)]
    # exclude() with two conditions leaves out only the rows that meet both.
    return rows.exclude(kind__in=hidden, organization__in=own) if own else rows


def may_read_matter(user: Any, matter: Matter) -> bool:
    """Return False if a matter's kind is hidden from members and the editor is a member of its organization."""
    if matter.organization_id is None or not matter_kind(matter.kind).is_hidden_from_members:
        return True
    return not works_for(user, matter.organization_id)


def check_may_decide_matter(editor: User, matter: Matter) -> None:
    """Raise Refusal when an editor may not decide on a matter, or another editor has claimed it."""
    refuse_conflict(editor, matter.organization_id, matter_kind(matter.kind).writers(matter))
    check_free(editor, matter)


def describe_matter_state(matter: Matter) -> str:
    """Return a sentence about the state of a matter: waiting, taken back, or who decided and how."""
    said = {
        Matter.State.WAITING: _("It waits for an editor."),
        Matter.State.APPROVED: _("%(name)s has approved it already."),
        Matter.State.RETURNED: _("%(name)s has returned it already."),
        Matter.State.REJECTED: _("%(name)s has rejected it already."),
        Matter.State.DECIDED: _("%(name)s has answered it already."),
        Matter.State.CLOSED: _("It was taken back."),
    }
    name = matter.decided_by.name if matter.decided_by else _("Somebody")
    return said[Matter.State(matter.state)] % {"name": name}


def why_not_decide_matter(editor: User, matter: Matter) -> str:
    """Return the reason why an editor may not decide on a matter now; "" if she may."""
    try:
        check_may_decide_matter(editor, matter)
    except Refusal as refusal:
        return str(refusal)
    return ""
