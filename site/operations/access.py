"""Access rules for the views of a person's own data and of the portal's status. See orgs.guard.

Each of the first is about the person who is signed in; the last shows itself to administrators alone.
"""

from __future__ import annotations

from orgs.guard.tenant_guard import ViewRule

OPEN: dict[str, ViewRule] = {"own-data": {}, "own-data-file": {}, "delete-account": {}, "portal-status": {}}
