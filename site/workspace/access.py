"""The parameters of the workspace's views, for the tenant guard (see orgs.guard).

Permissions are checked by the views and services themselves.
"""

from __future__ import annotations

from orgs.guard.access_scopes import INSIDE, PLAIN
from orgs.guard.tenant_guard import ParameterKinds, ViewRule
from orgs.pages.registry import page_kinds

PAGE: ParameterKinds = {"page_id": "readable_page"}
# Translators too: the view asks for the language, and whether the translation was begun.
TRANSLATED_PAGE: ParameterKinds = {"page_id": "translatable_page"}
# `kind` comes from the list of addresses, not from the request.
SHORT_FORM: ParameterKinds = {"kind": PLAIN, "photo": INSIDE, "document": INSIDE}
MEMBERSHIP: ParameterKinds = {"membership_id": "membership"}
HANDED_LINK: ParameterKinds = {"link_id": "handed_link"}
INVITATION: ParameterKinds = {"invitation_id": "invitation"}

OPEN: dict[str, ViewRule] = {
    # The number of the shown part of a list.
    "workspace:home": {"unfinished": PLAIN},
    # A slug, looked up among her own organizations.
    "workspace:choose-organization": {"organization": PLAIN},
    "workspace:choose-language": {},
    "workspace:session-state": {},
    "workspace:strip": PAGE,
    "workspace:mail-settings": {},
    "workspace:brand-css": {},
    # The form looks for photo and document among the organization's own, and asks again for one that is gone.
    **{f"workspace:new-{kind.name}": SHORT_FORM for kind in page_kinds().short_forms},
    **{f"workspace:edit-{kind.name}": {**SHORT_FORM, **PAGE} for kind in page_kinds().short_forms},
    "workspace:content-item": TRANSLATED_PAGE,
    "workspace:preview": TRANSLATED_PAGE,
    "workspace:check": PAGE,
    "workspace:submit": PAGE,
    "workspace:send-both": PAGE,
    "workspace:pictures": PAGE,
    "workspace:take-back": TRANSLATED_PAGE,
    # The view checks the side for which she writes.
    "workspace:notes": {**TRANSLATED_PAGE, "page": PLAIN},
    "workspace:withdraw": PAGE,
    "workspace:duplicate": PAGE,
    "workspace:delete": PAGE,
    "workspace:to-translate": {},
    "workspace:translate": TRANSLATED_PAGE,
    # The boxes' names are looked up among the page's own sentences.
    "workspace:translation": TRANSLATED_PAGE,
    # Numbers of the page's own recommendations; institutions belong to everybody, and documents are looked up among
    # the organization's own.
    "workspace:recommendations": {**PAGE, "change": PLAIN, "step": PLAIN, "findings": PLAIN, "document": INSIDE},
    "workspace:event-figures": PAGE,
    # The view looks the person up among those of the page's event; the others are numbers of shown parts of lists.
    "workspace:registration": {**PAGE, "id": INSIDE, "calls": PLAIN, "waiting": PLAIN},
    # A province belongs to everybody.
    "workspace:registration-settings": PAGE,
    "workspace:registration-add": PAGE,
    "workspace:registration-list": PAGE,
    "workspace:appeal": PAGE,
    "workspace:answer-withdrawal": PAGE,
    # The view checks that she works for the organization whose page was corrected.
    "workspace:correction": {"correction_id": INSIDE},
    "workspace:help-services": {},
    "workspace:verify-help-service": PAGE,
    "workspace:members": {"invitations": PLAIN, "links": PLAIN},
    "workspace:log": {},
    # Names of what is shown; the rows are those of her current organization.
    "workspace:languages": {"show": PLAIN, "type": PLAIN},
    # The name of a month; the figures are those of her current organization.
    "workspace:reach": {"month": PLAIN},
    "workspace:reach-file": {"month": PLAIN},
    # It goes to her own address.
    "workspace:reach-mail": {"month": PLAIN, "language": PLAIN},
    # No id: each takes what she asked for herself, of her current organization.
    "workspace:takeout": {},
    "workspace:takeout-file": {},
    # The view looks the board and the thread up among those of her current organization.
    "workspace:boards": {"id": PLAIN},
    "workspace:new-board": {},
    # The view looks the item up among those of her current organization's own site.
    "workspace:own-site": {"id": INSIDE},
    # The views look the gathering and the code up among those of her active organizations.
    "workspace:check-in": {"gathering_id": INSIDE, "q": PLAIN},
    "workspace:check-in-code": {"code": INSIDE},
    "workspace:check-in-list": {"gathering_id": INSIDE},
    "workspace:printed-list": {"gathering_id": INSIDE},
    "workspace:check-in-entries": {"gathering_id": INSIDE},
    "workspace:check-in-shell": {},
    "workspace:check-in-worker": {},
    # Topics and provinces belong to everybody; all else is written into her current organization.
    "workspace:profile": {},
    "workspace:brand-look": {},
    "workspace:brand-colours": {},
    "workspace:change-role": MEMBERSHIP,
    "workspace:remove-member": MEMBERSHIP,
    "workspace:phone-lost": MEMBERSHIP,
    "workspace:new-link": {},
    "workspace:new-password-link": MEMBERSHIP,
    "workspace:revoke-link": HANDED_LINK,
    "workspace:resend-invitation": INVITATION,
    "workspace:revoke-invitation": INVITATION,
}

DESK = "The editors' desk."

CLOSED: dict[str, str] = {
    "workspace:move-ins": DESK,
    "workspace:move-in": DESK,
    "workspace:queue": DESK,
    "workspace:undo-held": DESK,
    "workspace:dismiss-dropped": DESK,
    "workspace:saved-replies": DESK,
    "workspace:saved-reply": DESK,
    "workspace:unverified-help-services": DESK,
    "workspace:statistics": DESK,
    "workspace:series-figures": DESK,
    "workspace:applications": DESK,
    "workspace:application": DESK,
    "workspace:organizations": DESK,
    "workspace:new-organization": DESK,
    "workspace:manage-organization": DESK,
    "workspace:portal-log": DESK,
    "workspace:portal-languages": DESK,
    "workspace:portal-reach": DESK,
    "workspace:organization-languages": DESK,
    "workspace:review": DESK,
    "workspace:review-preview": DESK,
    "workspace:preview-frame": DESK,
    "workspace:decisions": DESK,
    "workspace:claim": DESK,
    "workspace:renew-claim": DESK,
    "workspace:release-claim": DESK,
    "workspace:correct": DESK,
    "workspace:post-review": DESK,
    "workspace:profile-changes": DESK,
    "workspace:profile-change": DESK,
    "workspace:post": DESK,
    "workspace:portal-boards": DESK,
    "workspace:new-portal-board": DESK,
    "workspace:reports": DESK,
    "workspace:report": DESK,
    "workspace:tier": DESK,
    "workspace:matter": DESK,
    "workspace:claim-matter": DESK,
    "workspace:renew-matter-claim": DESK,
    "workspace:release-matter-claim": DESK,
    "workspace:press-desk": DESK,
    "workspace:press-item": DESK,
    "workspace:press-undo": DESK,
    "workspace:press-clippings": DESK,
    "workspace:press-sources": DESK,
    "workspace:press-source": DESK,
}
