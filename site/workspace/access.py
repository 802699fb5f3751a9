"""What the workspace's views take; see orgs.guard. Who may do what there the views and services ask themselves."""

from __future__ import annotations

from orgs.guard.access_scopes import INSIDE, PLAIN
from orgs.guard.tenant_guard import ParameterKinds, ViewRule

PIECE: ParameterKinds = {"page_id": "readable_page"}
MEMBERSHIP: ParameterKinds = {"membership_id": "membership"}
INVITATION: ParameterKinds = {"invitation_id": "invitation"}

OPEN: dict[str, ViewRule] = {
    "workspace:home": {},
    # By slug, looked up among her own.
    "workspace:organization": {"organization": PLAIN},
    "workspace:language": {},
    "workspace:mail": {},
    "workspace:threads": {},
    # The form looks the photo up among the organization's own, and asks again for one that is gone.
    "workspace:post": {"photo": INSIDE},
    "workspace:edit": {"photo": INSIDE, **PIECE},
    "workspace:event": {"photo": INSIDE},
    "workspace:edit-event": {"photo": INSIDE, **PIECE},
    "workspace:piece": PIECE,
    "workspace:preview": PIECE,
    "workspace:check": PIECE,
    "workspace:send": PIECE,
    "workspace:take-back": PIECE,
    "workspace:withdraw": PIECE,
    "workspace:translate": PIECE,
    "workspace:appeal": PIECE,
    "workspace:answer-withdrawal": PIECE,
    # The view asks whether she works for the organization whose piece was corrected.
    "workspace:correction": {"correction_id": INSIDE},
    "workspace:help": {},
    "workspace:verify-help": PIECE,
    "workspace:people": {},
    "workspace:log": {},
    # Topics and provinces are everybody's; all else is written into the organization for which she works just now.
    "workspace:facts": {},
    "workspace:change-role": MEMBERSHIP,
    "workspace:remove": MEMBERSHIP,
    "workspace:resend": INVITATION,
    "workspace:revoke": INVITATION,
}

DESK = "The editors' desk."

CLOSED: dict[str, str] = {
    "workspace:queue": DESK,
    "workspace:help-unverified": DESK,
    "workspace:figures": DESK,
    "workspace:applications": DESK,
    "workspace:application": DESK,
    "workspace:organizations": DESK,
    "workspace:new-organization": DESK,
    "workspace:about-organization": DESK,
    "workspace:whole-log": DESK,
    "workspace:review": DESK,
    "workspace:review-preview": DESK,
    "workspace:review-screen": DESK,
    "workspace:decided": DESK,
    "workspace:claim": DESK,
    "workspace:keep": DESK,
    "workspace:release": DESK,
    "workspace:correct": DESK,
    "workspace:look-after": DESK,
    "workspace:facts-changes": DESK,
    "workspace:facts-change": DESK,
    "workspace:reports": DESK,
    "workspace:report": DESK,
    "workspace:tier": DESK,
}
