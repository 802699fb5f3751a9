"""Views of a month's reads: of an organization's pages for its members, and the portal's sums for editors."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_in_names import has_mailbox
from common.figures.svg_charts import axis_numbers, bar, column_chart, labels_shown
from common.spreadsheets.csv_file import csv_text
from feed.models import Follow
from khmer import typography
from orgs.models import Organization
from reach.sheet.csv_rows import file_rows
from reach.sheet.month_sheet import MonthSheet, month_sheet
from reach.sheet.months import Month, month_asked
from reach.sheet.portal_sums import portal_sums, reads_of
from reach.sheet.shown import shown, way_label
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required, editor_required
from workspace.organization.reach_mail import mail_month_sheet
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

ROWS_ON_A_PAGE = 50


@require_safe
@account_required
def reach(request: WorkRequest) -> HttpResponse:
    """Show a member how often her current organization's pages were read in a month; 404 for non-members (view)."""
    organization, sheet = own_sheet(request)
    context = {
        "organization": organization,
        "sheet": sheet,
        "month": sheet.month,
        "followers": new_followers(organization, sheet.month),
        "plot": plot_of_days(sheet, request.user.language),
        "ways": rows_of_ways(sheet.ways),
        "has_mailbox": has_mailbox(request.user.email),
    }
    return render_page(request, "organization/reach.html", "reach", **context)


@require_safe
@account_required
def reach_file(request: WorkRequest) -> HttpResponse:
    """Serve a member the figures of her current organization's month as a CSV file; 404 for non-members (view)."""
    organization, sheet = own_sheet(request)
    name = f"reach-{organization.slug}-{sheet.month.name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(csv_text(file_rows(sheet)), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@account_required
def reach_mail(request: WorkRequest) -> HttpResponse:
    """Mail a member the figures of her current organization's month, to hand on; 404 for non-members (view)."""
    organization = own_organization(request)
    month, language = month_asked(request.POST.get("month", "")), request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    followers = new_followers(organization, month)
    told = _("The sheet is on its way to %(address)s. You can hand it on from there.") % {"address": request.user.email}
    run_service(request, partial(mail_month_sheet, organization, month, language, followers, request.user), told)
    return redirect(f"{reverse('workspace:reach')}?month={month.name}")


@require_safe
@editor_required
def portal_reach(request: WorkRequest) -> HttpResponse:
    """Show editors the portal's sums of a month, and each organization's; 404 for non-editors (view)."""
    month = month_asked(request.GET.get("month", ""))
    page = listed(request, Organization.objects.order_by("name_en", "pk"), ROWS_ON_A_PAGE)
    reads = reads_of(page, month)
    sums = portal_sums(month)
    context = {
        "month": month,
        "sums": sums,
        "ways": rows_of_ways(sums.ways),
        "rows": [(organization, reads[organization.pk]) for organization in page],
        "page": page,
    }
    return render_page(request, "desk/reach.html", "statistics", **context)


def own_organization(request: WorkRequest) -> Organization:
    """Return a member's current organization. Raises Http404 for non-members."""
    organization = current_organization(request)
    if organization is None:
        raise Http404
    return organization


def own_sheet(request: WorkRequest) -> tuple[Organization, MonthSheet]:
    """Return a member's current organization and its sheet of the month asked for. Raises Http404 for non-members."""
    organization = own_organization(request)
    return organization, month_sheet(organization, month_asked(request.GET.get("month", "")), request.user.language)


def new_followers(organization: Organization, month: Month) -> int | None:
    """Return how many began to follow an organization in a month and still do, as it may be shown (None below five)."""
    begun = Follow.objects.of(organization).filter(
        confirmed_at__date__gte=month.first, confirmed_at__date__lt=month.end
    )
    return shown(begun.count())


def rows_of_ways(ways: dict[str, int] | None) -> list[dict[str, Any]]:
    """Return label, number and bar of each way; [] where their numbers are too few to be told apart."""
    most = max((ways or {}).values(), default=0)
    return [{"label": way_label(key), "many": many, "bar": bar(many, most)} for key, many in (ways or {}).items()]


def plot_of_days(sheet: MonthSheet, language: str) -> dict[str, Any] | None:
    """Return the chart of reads by day with axis numbers and labels; None where days cannot be told apart."""
    if sheet.best_day is None:
        return None
    values = [[number for _day, number in sheet.by_day]]
    best = typography.date(sheet.best_day, language, "day_month")
    most = typography.number(max(number for number in values[0] if number), language)
    says = _("Most on %(day)s: %(number)s. The table below has all numbers.") % {"day": best, "number": most}
    return {
        "drawing": column_chart("days", _("By day"), says, values),
        "numbers": axis_numbers(values, language),
        "labels": labels_shown([typography.numerals(day.day, language) for day in sheet.month.days]),
    }
