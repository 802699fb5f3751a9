"""The lists of all apps, joined for the guard."""

from __future__ import annotations

from assets import access as assets
from moderation import access as moderation
from orgs import access as orgs
from orgs.guard.access_scopes import SCOPES
from orgs.guard.tenant_guard import AccessRules, BaseTenantGuard, ViewRule
from outbox import access as outbox
from search import access as search
from workspace import access as workspace

OPEN: dict[str, ViewRule] = {
    # Her own name, language and theme; the view knows no other person.
    "wagtailadmin_account": {},
}

PEOPLE = "People join by invitation; what is theirs administrators change."

CLOSED: dict[str, str] = {"wagtailusers_users:": PEOPLE}

UNCHOSEN = "No page chooses one; and what creates one there fails when it is sent a form."

DISABLED: dict[str, str] = {
    "wagtailusers_users:copy": "No person is made from another: rights would be copied with her.",
    "wagtailsnippetchoosers_vocabulary_searchterm:": UNCHOSEN,
    "wagtailsnippetchoosers_moderation_answertime:": UNCHOSEN,
    "wagtailsnippetchoosers_moderation_reason:": UNCHOSEN,
}

RULES = AccessRules(
    open={**orgs.OPEN, **assets.OPEN, **workspace.OPEN, **OPEN},
    closed={
        **orgs.CLOSED,
        **assets.CLOSED,
        **outbox.CLOSED,
        **workspace.CLOSED,
        **search.CLOSED,
        **moderation.CLOSED,
        **CLOSED,
    },
    disabled={**orgs.DISABLED, **DISABLED},
    scopes={**SCOPES},
)


class TenantGuard(BaseTenantGuard):
    rules = RULES
