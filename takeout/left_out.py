"""The things that an archive or a restore leaves out, each with its reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "foreign-file": _("A file that belongs to another organization or to the portal"),
    "foreign-page": _("A link to a page that is not in the archive"),
    "foreign-thing": _("A choice that is not in the archive"),
    "embed": _("Something embedded in a text"),
    "partner": _("A partner organization on Neary"),
    "missing-file": _("A file that is no longer in the store"),
    "portal-page": _("A page that only the portal itself or its programme can have"),
    "topic": _("A topic that this portal does not have"),
    "place": _("A province that this portal does not have"),
    "series": _("A series of events that this portal does not have"),
    "institution": _("An institution that this portal does not have"),
    "encoded": _("A picture with data beside its pixels: it was stored anew without them"),
}


@dataclass(frozen=True)
class Omission:
    """One thing that was left out: its reason, the number of the page in the archive, and its name where it has one."""

    reason: str
    page: int | None = None
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the left-out thing as a dict for the manifest."""
        return {"reason": self.reason, "page": self.page, "name": self.name}

    def __str__(self) -> str:
        where = f" ({self.page})" if self.page else ""
        return f"{REASONS[self.reason]}{where}{': ' if self.name else ''}{self.name}"
