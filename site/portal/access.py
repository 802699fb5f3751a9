"""The lists of all apps, joined for the guard; and the doors outside the admin, which ask for themselves."""

from __future__ import annotations

from assets import access as assets
from orgs import access as orgs
from orgs.guard import Door, Guard, Rules
from workspace import access as workspace

OPEN: dict[str, Door] = {
    # Her own name, language and theme; the view knows no other person.
    "wagtailadmin_account": {},
}

PEOPLE = "People join by invitation; what is theirs administrators change."

CLOSED: dict[str, str] = {
    "wagtailusers_users:": PEOPLE,
    "wagtailusers_groups:": "Groups follow memberships; whoever could write them could make herself an administrator.",
}

RULES = Rules(
    open={**orgs.OPEN, **assets.OPEN, **workspace.OPEN, **OPEN},
    closed={**orgs.CLOSED, **assets.CLOSED, **workspace.CLOSED, **CLOSED},
    kinds={**orgs.KINDS},
)


class TenantGuard(Guard):
    rules = RULES
