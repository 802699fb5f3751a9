"""What the views of this package take; see orgs.guard. Each is about whoever is signed in, and knows nobody else."""

from __future__ import annotations

from orgs.guard.tenant_guard import ViewRule

OPEN: dict[str, ViewRule] = {"own-data": {}, "own-data-file": {}, "delete-account": {}}
