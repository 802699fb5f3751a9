"""The requirement that checks are made before something is published, unless somebody decides to do without."""

from __future__ import annotations

from django.utils.translation import gettext as _

from common.refusal import Refusal
from moderation.checks.progress import pending_checks, pending_matter_checks
from moderation.models import Matter, Submission


def require_checks(about: Submission | Matter, *, unchecked: bool) -> dict[str, list[str]]:
    """Raise Refusal while checks are pending, unless `unchecked`; return the pending ones' names as log data.

    The note, {"unchecked": names}, is empty where all checks were made.
    """
    pending = pending_checks(about) if isinstance(about, Submission) else pending_matter_checks(about)
    if pending and not unchecked:
        names = ", ".join(str(check.label) for check in pending)
        raise Refusal(
            _("These checks have not been made yet: %(names)s. Please try again in a minute.") % {"names": names},
            code="checks_pending",
        )
    return {"unchecked": [check.name for check in pending]} if pending else {}
