"""Moderation's own kinds of matters: reports by readers, and changes of organizations' profiles.

Both have a page and a service of their own; their matters say by when, and who has claimed them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusal import Refusal
from moderation.matters.kind_names import PROFILE, REPORT
from moderation.matters.permissions import report_writers
from moderation.matters.registry import MatterKind, matter_kind, register_matter_kind
from moderation.models import Notice, ProfileChange, Report
from moderation.services.profiles import open_profile_matter
from moderation.services.reporting import open_report_matter
from moderation.services.steps import lock_row
from orgs.models import Organization

if TYPE_CHECKING:
    from moderation.models import Matter


class ReportKind(MatterKind):
    """Reports by readers: who wrote any of what was reported does not answer one, and no member reads it."""

    name = REPORT
    label = gettext_lazy("Report by a reader")
    notice_kind = Notice.Kind.REPORT
    decisions: ClassVar = ()
    is_hidden_from_members = True

    def lock(self, object_id: int) -> None:
        """Lock the row of the reported page or object. Raises Refusal when it was deleted."""
        report = Report.objects.filter(pk=object_id).first()
        if report and report.object_kind and report.object_id is not None:
            matter_kind(report.object_kind).lock(report.object_id)
        else:
            lock_row(report.page_id if report else None)

    def writers(self, matter: Matter) -> set[int]:
        """Return the ids of all users who wrote any of what the report is about."""
        report = Report.objects.select_related("page").filter(pk=matter.object_id).first()
        return report_writers(report) if report else set()

    def link(self, matter: Matter) -> str:
        """Return the path of the desk page on which an editor answers the report."""
        return reverse("workspace:report", args=[matter.object_id])

    def waiting_rows(self) -> QuerySet[Report]:
        """Return the open reports, without those on pages that were deleted."""
        return Report.objects.filter(state=Report.State.OPEN).exclude(page=None, object_kind="")

    def open(self, object_id: int) -> None:
        """Open the matter of the report with this id, so that it waits for an editor."""
        report = Report.objects.select_related("organization", "page__locale").get(pk=object_id)
        open_report_matter(report, report.page.locale.language_code if report.page else report.language)


class ProfileChangeKind(MatterKind):
    """Changes of organizations' profiles: who wrote any of one does not decide on it."""

    name = PROFILE
    label = gettext_lazy("Profile change")
    notice_kind = Notice.Kind.PROFILE
    decisions: ClassVar = ()

    def lock(self, object_id: int) -> None:
        """Lock the row of the organization of a profile change. Raises Refusal if the change is gone."""
        change = ProfileChange.objects.filter(pk=object_id).values("organization")
        # `not` reads the rows, and with that takes the lock.
        if not Organization.objects.select_for_update().filter(pk__in=change):
            raise Refusal(_("The change was replaced by a newer one."), code="change_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return the ids of the users who wrote any part of the profile change."""
        change = ProfileChange.objects.filter(pk=matter.object_id).first()
        return change.written_by() if change else set()

    def link(self, matter: Matter) -> str:
        """Return the path of the desk page on which the profile change is decided."""
        return reverse("workspace:profile-change", args=[matter.object_id])

    def waiting_rows(self) -> QuerySet[ProfileChange]:
        """Return the changes of profiles on which nobody has decided yet."""
        return ProfileChange.objects.waiting()

    def open(self, object_id: int) -> None:
        """Open the matter of the profile change with this id, so that it waits for an editor."""
        open_profile_matter(ProfileChange.objects.select_related("organization").get(pk=object_id))


register_matter_kind(ReportKind())
register_matter_kind(ProfileChangeKind())
