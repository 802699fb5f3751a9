"""Reports by readers about public pages and other public objects, and the editors' answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

import outbox
from common.refusal import Refusal
from common.typed_text.characters import mail_address, one_line, readable
from moderation.matters.kind_names import REPORT
from moderation.matters.permissions import report_writers
from moderation.matters.registry import matter_kind, matter_kinds
from moderation.models import Report
from moderation.outbox_events import REPORT_ANSWERED, REPORT_OPENED, ReportPayload
from moderation.rules.danger import danger_in
from moderation.rules.permissions import organization_of
from moderation.services.matters import check_matter_free, close_matter, open_matter
from moderation.services.steps import locked
from moderation.services.withdrawing import withdraw
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import OrgContentPage
from outbox import EventKind

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_TITLE = 255


@dataclass(frozen=True)
class ReaderReport:
    """The words of a reader who reports something; `kind` is a value of Report.Kind."""

    kind: str
    text: str = ""
    email: str = ""
    language: str = "en"


@transaction.atomic
def report(page: Page, kind: str, text: str = "", email: str = "", language: str = "en") -> Report:
    """Store a reader's report about a public page, and open a matter for editors. Raises Refusal if not public."""
    # Locked, so that no report comes to a page that is withdrawn at this moment.
    page = locked(page.pk)
    if not (page.live and isinstance(page, OrgContentPage) and page.organization.is_public):
        raise Refusal(_("This page is not public any more."), code="not_public")
    about = Report(page_id=page.pk, organization=organization_of(page))
    return _stored(about, ReaderReport(kind, text, email, language), page.locale.language_code)


@transaction.atomic
def report_object(object_kind: str, object_id: int, told: ReaderReport) -> Report:
    """Store a reader's report about a public object such as a post, for editors. Raises Refusal if not public.

    `object_kind` is the name of its kind of matters. Raises Refusal when it is not public.
    """
    kind = matter_kinds().get(object_kind)
    if kind is not None:
        kind.lock(object_id)
    shown = kind.public_object(object_id) if kind else None
    if shown is None:
        raise Refusal(_("This is not public any more."), code="not_public")
    about = Report(object_kind=object_kind, object_id=object_id, organization=shown.organization)
    about.title = one_line(shown.title)[:LONGEST_TITLE]
    return _stored(about, told, shown.language)


def _stored(about: Report, told: ReaderReport, language: str) -> Report:
    """Store the words of a reader in a report, announce it, and put it before the editors."""
    if told.kind not in Report.Kind.values:
        raise Refusal(_("Choose what it is about."), code="subject_required")
    about.kind, about.language = told.kind, told.language
    about.text, about.email = readable(told.text), mail_address(told.email)
    about.save()
    _announce(REPORT_OPENED, about)
    open_report_matter(about, language)
    return about


def tells_of_danger(kind: str, text: str) -> bool:
    """Return whether a report is about danger: by the kind that the reader chose, or by the words of its text."""
    return kind == Report.Kind.DANGER or danger_in(text) is not None


def open_report_matter(report: Report, language: str = "") -> None:
    """Open a matter for a reader's report, so that editors see it; it is urgent if it tells of danger.

    `language` is that of the title.
    """
    is_danger = tells_of_danger(report.kind, report.text)
    open_matter(REPORT, report.pk, report.organization, report.title, urgent=is_danger, language=language)


@transaction.atomic
def answer_report(report: Report, editor: User, answer: str = "", take_down: bool = False) -> Report:
    """Close an open report, withdraw its subject if `take_down`, mail the reader; or raise Refusal if not allowed.

    The answer is then also the reason for its organization or author.
    """
    subject, answer = _locked_subject(report), readable(answer)
    # Read again, under the lock of what it is about.
    report = Report.objects.select_related("answered_by", "organization", "page").get(pk=report.pk)
    refuse_conflict(editor, report.organization_id, report_writers(report))
    if report.state != Report.State.OPEN:
        name = report.answered_by.name if report.answered_by else _("Somebody")
        raise Refusal(_("%(name)s has answered it already.") % {"name": name}, code="already_answered")
    check_matter_free(REPORT, report.pk, editor)
    if take_down and not answer:
        raise Refusal(_("Write why, so that the organization understands it."), code="reason_required")
    if take_down:
        _take_down(report, subject, editor, answer)
    report.state = Report.State.TAKEN_DOWN if take_down else Report.State.KEPT
    report.answer, report.answered_by, report.answered_at = answer, editor, timezone.now()
    report.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    data = {"report": report.pk, "state": report.state}
    log(instance=subject or report, action="moderation.report", user=editor, data=data)
    close_matter(REPORT, report.pk, decided_by=editor)
    _announce(REPORT_ANSWERED, report)
    return report


def _locked_subject(report: Report) -> Any:
    """Lock what was reported, and return its page; None for what is no page. Raises Refusal when it is gone."""
    if report.object_kind and report.object_id is not None:
        matter_kind(report.object_kind).lock(report.object_id)
        return None
    return locked(report.page_id)


def _take_down(report: Report, page: Any, editor: User, reason: str) -> None:
    """Take what was reported from the public; after another report it may be down already."""
    if report.object_kind and report.object_id is not None:
        matter_kind(report.object_kind).take_down(report.object_id, editor, reason)
    elif page.live or page.approved_schedule:
        withdraw(page, editor, reason)


def _announce(kind: EventKind[ReportPayload], report: Report) -> None:
    """Record an event about a report, in the stream of its page, or in one of its own."""
    stream = f"page:{report.page_id}" if report.page_id else f"report:{report.pk}"
    outbox.record(kind, stream, ReportPayload(report=report.pk))
