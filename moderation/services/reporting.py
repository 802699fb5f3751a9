"""Reports by readers about public pages, and the editors' answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

import outbox
from common.refusal import Refusal
from common.typed_text.characters import mail_address, readable
from moderation.matters.kind_names import REPORT
from moderation.models import Report
from moderation.outbox_events import REPORT_ANSWERED, REPORT_OPENED, ReportPayload
from moderation.rules.permissions import organization_of, page_writers
from moderation.services.matters import check_matter_free, close_matter, open_matter
from moderation.services.steps import locked
from moderation.services.withdrawing import withdraw
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import OrgContentPage
from outbox import EventKind

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def report(page: Page, kind: str, text: str = "", email: str = "", language: str = "en") -> Report:
    """Store a reader's report about a public page, and notify editors; `kind` is a value of Report.Kind.

    Raises Refusal when the page is not public.
    """
    page = locked(page.pk)
    if not (page.live and isinstance(page, OrgContentPage) and page.organization.is_public):
        raise Refusal(_("This page is not public any more."), code="not_public")
    if kind not in Report.Kind.values:
        raise Refusal(_("Choose what it is about."), code="subject_required")
    told = Report.objects.create(
        page_id=page.pk,
        organization=organization_of(page),
        kind=kind,
        text=readable(text),
        email=mail_address(email),
        language=language,
    )
    _announce(REPORT_OPENED, told)
    open_report_matter(told)
    return told


def open_report_matter(report: Report) -> None:
    """Put an open report before the editors, in the caller's transaction; one about danger comes first."""
    # The title is the page's, so the language is too.
    language = report.page.locale.language_code if report.page else report.language
    open_matter(
        REPORT,
        report.pk,
        report.organization,
        report.title,
        urgent=report.kind == Report.Kind.DANGER,
        language=language,
    )


@transaction.atomic
def answer_report(report: Report, editor: User, answer: str = "", take_down: bool = False) -> Report:
    """Close a reader's report with an answer, which is mailed to her; with `take_down` withdraw the page.

    The answer is then also the reason for its organization.
    """
    page, answer = locked(report.page_id), readable(answer)
    report = Report.objects.select_related("answered_by", "organization").get(pk=report.pk)
    refuse_conflict(editor, report.organization_id, page_writers(page))
    if report.state != Report.State.OPEN:
        name = report.answered_by.name if report.answered_by else _("Somebody")
        raise Refusal(_("%(name)s has answered it already.") % {"name": name}, code="already_answered")
    check_matter_free(REPORT, report.pk, editor)
    if take_down and not answer:
        raise Refusal(_("Write why, so that the organization understands it."), code="reason_required")
    # After another report the page may be down already.
    if take_down and (page.live or page.approved_schedule):
        withdraw(page, editor, answer)
    report.state = Report.State.TAKEN_DOWN if take_down else Report.State.KEPT
    report.answer, report.answered_by, report.answered_at = answer, editor, timezone.now()
    report.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    log(instance=page, action="moderation.report", user=editor, data={"report": report.pk, "state": report.state})
    close_matter(REPORT, report.pk, decided_by=editor)
    _announce(REPORT_ANSWERED, report)
    return report


def _announce(kind: EventKind[ReportPayload], report: Report) -> None:
    outbox.record(kind, f"page:{report.page_id}", ReportPayload(report=report.pk))
