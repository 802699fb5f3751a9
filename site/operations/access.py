"""Access rules for the views of a person's own data; each is about the person who is signed in. See orgs.guard."""

from __future__ import annotations

from orgs.guard.tenant_guard import ViewRule

OPEN: dict[str, ViewRule] = {"own-data": {}, "own-data-file": {}, "delete-account": {}}
