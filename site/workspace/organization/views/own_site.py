"""An organization's own site: a manager adds, proves and removes it; members make drafts of its items."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orgs.models import Organization
from orgs.permissions import is_manager
from press.health import health_of
from press.models import Item, SiteProof, Source
from press.own_site.drafting import make_draft, pass_item, waiting_items
from press.own_site.managing import add_site, own_site_of, remove_site
from press.own_site.proving import ask_for_proof, host_of
from press.polling.intervals import usual_gap
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.officer.editing_url import editing_url
from workspace.organization.site_form import SiteForm
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

ITEMS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def own_site(request: WorkRequest) -> HttpResponse:
    """Show a member her organization's own site with its new items; a POST acts on it; 404 for non-members (view).

    Members make drafts and pass items; managers alone add, prove and remove the site.
    """
    organization = current_organization(request)
    if organization is None:
        raise Http404
    manages = is_manager(request.user, organization)
    form = SiteForm(request.POST if request.POST.get("act") == "add" else None) if manages else None
    if request.method == "POST" and (answer := _act(request, organization, form)):
        return answer
    source = own_site_of(organization)
    context: dict[str, Any] = {"organization": organization, "manages": manages, "source": source, "form": form}
    if source:
        context |= {
            "proof": source.site_proof,
            "host": host_of(source.feed),
            "health": health_of(source, usual_gap(source)) if manages else None,
            "items": listed(request, waiting_items(organization), ITEMS_A_PAGE),
        }
    return render_page(request, "organization/own_site.html", "own-site", **context)


def _act(request: WorkRequest, organization: Organization, form: SiteForm | None) -> HttpResponse | None:
    """Do what was chosen; return the redirect, or None where the form is shown again. Raises Http404."""
    act = request.POST.get("act", "")
    if act in ("draft", "pass"):
        return _decide(request, organization, act)
    if form is None:
        raise Http404
    if act == "add":
        if not form.is_valid():
            return None
        service = partial(add_site, organization, form.cleaned_data["feed"], request.user)
        is_done = run_service(request, service, _added, form=form, field="feed")
        return redirect("workspace:own-site") if is_done else None
    source = own_site_of(organization)
    if source is None or act not in ("prove", "remove"):
        raise Http404
    if act == "prove":
        run_service(request, partial(ask_for_proof, source, request.user))
    else:
        run_service(request, partial(remove_site, organization, request.user), _("The site is removed."))
    return redirect("workspace:own-site")


def _decide(request: WorkRequest, organization: Organization, act: str) -> HttpResponse:
    """Make a draft of an item of the organization's own site, or pass it. Raises Http404 for any other item."""
    number = request.POST.get("id", "")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    item = Item.objects.of_own_site(organization).select_related("source").filter(pk=pk).first()
    if item is None:
        raise Http404
    if act == "pass":
        run_service(request, partial(pass_item, item, organization, request.user), _("Passed"))
        return redirect("workspace:own-site")
    made: list[Any] = []
    told = _("A draft is made. Look through it, then send it: an editor reads what comes from your site.")
    is_done = run_service(request, lambda: made.append(make_draft(item, organization, request.user)), told)
    return redirect(editing_url(made[0])) if is_done else redirect("workspace:own-site")


def _added(source: Source) -> str:
    """Return the message about a site that was just added."""
    if SiteProof.objects.get(source=source).is_proved:
        return _("The site is added. What it writes comes here within an hour.")
    return _("The site is added. Now show that it is yours.")
