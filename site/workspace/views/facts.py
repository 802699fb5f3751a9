"""What a manager's organization says of itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from feed.models import Follow
from orgs.facts import change_facts
from orgs.invitations import Refused
from orgs.models import Organization
from orgs.permissions import is_manager
from workspace.acting import acting_for
from workspace.doors import WorkRequest, at_work, show
from workspace.organization_forms import FactsForm


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def facts(request: WorkRequest) -> HttpResponse:
    """Names, description, contact and face of the organization for which she works just now; a POST changes them."""
    organization = acting_for(request)
    if organization is None or not is_manager(request.user, organization):
        raise Http404
    # The form writes into its row while it looks at what was typed; the page around it keeps the name that holds.
    row = Organization.objects.get(pk=organization.pk)
    form = FactsForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        face = {"logo": form.cleaned_data["file"], "without_logo": form.cleaned_data.get("without_logo", False)}
        try:
            changed = change_facts(organization, form.facts(), by=request.user, **face)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("It is saved. Everybody sees it now.") if changed else _("Nothing was changed.")
            )
            return redirect("workspace:facts")
    followers = Follow.objects.confirmed().of(organization).count()
    return show(request, "facts.html", "facts", organization=organization, form=form, followers=followers)
