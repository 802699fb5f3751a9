"""The status of an organization: what it may do, and whether the public sees it.

Suspended is an editor's measure, frozen the emergency stop. In both nobody writes, sends or invites in its name;
whether its pages stay public is chosen apart. All of it can be taken back, and all of it is logged with its reason.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from accounts.services import end_sessions
from common.refusal import Refusal
from common.typed_text.characters import readable
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization


@transaction.atomic
def set_status(
    organization: Organization, *, status: str, is_hidden: bool, by: User, reason: str, seen: str = ""
) -> Organization:
    """Save and log an organization's status and visibility; suspension ends members' sessions. Refusal if not allowed.

    `status` is a value of Organization.Status. Losses happen in this transaction: members are signed out, pages closed.
    Raises Refusal when `by` is no editor, is a member of the organization or gives no reason, and when the status is
    not the one that was `seen` any more (status_version).
    """
    # Locked, so that `seen` is compared with what is stored, and not with what another editor is changing.
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    refuse_status_change(organization, by, reason)
    if seen and seen != status_version(organization):
        raise Refusal(
            _("Somebody has changed its status meanwhile. Look at it again before you decide."),
            code="edited_elsewhere",
        )
    before = status_of(organization)
    was_active = organization.is_active
    organization.status = Organization.Status(status)
    organization.is_hidden = is_hidden
    # The field has a meaning only while the organization is not active.
    organization.stays_public = not organization.is_active and not is_hidden
    # Saving announces it, whoever saves: orgs.receivers.
    organization.save(update_fields=["status", "is_hidden", "stays_public"])
    if was_active and not organization.is_active:
        for member in User.objects.filter(memberships__organization=organization):
            end_sessions(member)
    data = {"from": before, "to": status_of(organization), "reason": reason}
    log(instance=organization, action="orgs.status", user=by, data=data)
    return organization


def refuse_status_change(organization: Organization, by: Any, reason: str) -> None:
    """Raise Refusal when `by` is no editor, is a member of the organization, or gives no reason."""
    refuse_conflict(by, organization)
    if not readable(reason):
        raise Refusal(_("Please say why. The organization reads it too."), code="reason_required")


def status_version(organization: Organization) -> str:
    """Return a text of an organization's status and visibility, to notice a change meanwhile."""
    return f"{organization.status} {int(organization.is_hidden)}"


def status_of(organization: Organization) -> dict[str, Any]:
    """Return an organization's status and visibility as a dict for log entries."""
    return {"status": str(organization.status), "hidden": organization.is_hidden}
