"""The editors' view of an organization's tier: its record, the suggested tier, and the decision."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.rules.permissions import may_change_tier
from moderation.rules.tiers import suggestion, table, tier_since, track_record
from moderation.services import change_tier
from orgs.models import Organization
from workspace.decorators import WorkRequest, editor_required
from workspace.desk.forms import TierForm
from workspace.rendering import render_page
from workspace.run_service import run_service


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def tier(request: WorkRequest, slug: str) -> HttpResponse:
    """Show editors an organization's tier and record of decisions; a POST changes the tier; 404 for non-editors."""
    organization = get_object_or_404(Organization, slug=slug)
    suggested = suggestion(organization)
    # `seen` is the tier of now, and not the suggested one: it is what the service compares.
    initial = {"tier": suggested.tier if suggested else organization.tier, "seen": organization.tier}
    form = TierForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        success = _("Changed, and written into the log.")
        if run_service(
            request, lambda: change_tier(organization, request.user, **form.cleaned_data), success, form=form
        ):
            return redirect("workspace:tier", slug)
    context = {
        "organization": organization,
        "record": track_record(organization),
        "suggested": suggested,
        "since": tier_since(organization),
        "tiers": table(),
        "form": form,
        "may_change": may_change_tier(request.user, organization),
    }
    return render_page(request, "desk/tier.html", "organizations", **context)
