"""Conflicts of interest: nobody decides about own writing, or about an organization that she is a member of.

Every decision of moderation asks here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError
from django.db.models import Q
from django.utils.translation import gettext as _

from common.refusal import Refusal
from orgs.models import PROGRAMME_SLUG, Membership, Organization
from orgs.permissions import EDITORS_GROUP, is_editor, works_for


class Conflict(StrEnum):
    """A reason why somebody may not decide. The values are codes of Refusal."""

    NO_EDITOR = "editors_only"
    OWN_ORGANIZATION = "own_organization"
    OWN_WORK = "own_work"


def conflict_of(user: Any, organization: Organization | int | None, wrote: Collection[int] = ()) -> Conflict | None:
    """Return why a person may not decide (no editor, wrote part of it, member of the organization), or None.

    `organization` is the one that it is about, `wrote` are the ids of all who wrote any of it.
    """
    if not is_editor(user):
        return Conflict.NO_EDITOR
    if user.pk in wrote:
        return Conflict.OWN_WORK
    # None is what belongs to no organization, such as some matters.
    return Conflict.OWN_ORGANIZATION if organization is not None and works_for(user, organization) else None


def refuse_conflict(user: Any, organization: Organization | int | None, wrote: Collection[int] = ()) -> None:
    """Raise Refusal when a person may not decide: is no editor, wrote part of it, or is a member there."""
    if conflict := conflict_of(user, organization, wrote):
        raise Refusal(words_of(conflict), code=conflict.value)


def why_not(user: Any, organization: Organization | int | None, wrote: Collection[int] = ()) -> str:
    """Return as text why a person may not decide (no editor, own work, own organization); "" when allowed."""
    conflict = conflict_of(user, organization, wrote)
    return words_of(conflict) if conflict else ""


def words_of(conflict: Conflict) -> str:
    """Return the sentence, in the active language, that tells a person this conflict of interest."""
    return {
        Conflict.NO_EDITOR: _("Only editors can decide."),
        Conflict.OWN_ORGANIZATION: _("Another editor has to decide: you belong to this organization."),
        Conflict.OWN_WORK: _("Another editor has to decide: you wrote some of it."),
    }[conflict]


def refuse_editor_in_programme(is_programmes_member: bool, decides: bool) -> None:
    """Raise Refusal when both are true: member of the programme's organization, and editor."""
    if is_programmes_member and decides:
        raise Refusal(
            _("Editors cannot belong to the organization of the programme. End one role before you start the other."),
            code="editor_in_programme",
        )


@register()
def check_editors_of_programme(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return system check warnings, one for each active editor who is in the programme's organization.

    It is only a warning: an error would stop every command, so that a wrong membership would lock everybody out.
    """
    decides = Q(user__groups__name=EDITORS_GROUP) | Q(user__is_superuser=True)
    rows = Membership.objects.filter(decides, organization__slug=PROGRAMME_SLUG, user__is_active=True)
    try:
        found = sorted(set(rows.values_list("user__email", flat=True)))
    except DatabaseError:
        # No database, or none with tables yet: there is nobody to warn of.
        return []
    hint = "End the membership, or let somebody else be editor."
    words = "%s decides as an editor and is a member of the programme's own organization."
    return [Warning(words % email, hint=hint, id="orgs.W001") for email in found]
