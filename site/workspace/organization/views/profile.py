"""The manager's view of her organization's profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assets.models import Image
from common.refusal import Refusal
from common.typed_text.old_fonts import CONVERT
from feed.models import Follow
from moderation.models import ProfileChange
from moderation.services import propose_profile, waiting_change_of
from orgs.guard.file_quota import nearly_full_text
from orgs.models import Organization
from orgs.permissions import is_manager
from orgs.profile import profile_of, profile_version
from workspace.current_organization import current_organization
from workspace.decorators import WorkRequest, account_required
from workspace.organization.brand_preview import BrandLook, colours_css, is_colour
from workspace.organization.forms import ProfileForm
from workspace.rendering import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def profile(request: WorkRequest) -> HttpResponse:
    """Show a manager her organization's profile form; a POST proposes or publishes the change; 404 for non-managers.

    While a change waits for an editor the form has that.
    """
    organization = managed_organization(request)
    # The form changes its instance while it validates: give it its own, so that the page around it shows the stored
    # name.
    row, waiting = Organization.objects.get(pk=organization.pk), waiting_change_of(organization)
    proposed = waiting.after if waiting else {}
    newest = profile_version(proposed or profile_of(organization))
    form, is_replaced = ProfileForm(request.POST or None, request.FILES or None, instance=row, proposed=proposed), False
    if is_sent(request, form) and form.is_valid():
        try:
            change = propose(request, organization, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            is_replaced = refusal.code == "edited_elsewhere"
        else:
            messages.success(request, success_message(change))
            return redirect("workspace:profile")
    context = {
        "form": form,
        "followers": Follow.objects.confirmed().of(organization).count(),
        "waiting": waiting,
        "nearly_full": nearly_full_text(organization),
        "logo": shown_logo(organization, proposed),
        "look": BrandLook(organization, form.colour),
        # A form that was sent keeps the version that its author saw, so that nothing newer is overwritten later.
        "version": request.POST.get("version", "") if form.is_bound else newest,
        "newer": newest if is_replaced else "",
    }
    return render_page(request, "organization/profile.html", "profile", organization=organization, **context)


def managed_organization(request: WorkRequest) -> Organization:
    """Return the current organization of a manager; raise Http404 for anybody else."""
    organization = current_organization(request)
    if organization is None or not is_manager(request.user, organization):
        raise Http404
    return organization


def is_sent(request: WorkRequest, form: ProfileForm) -> bool:
    """Return whether the form was sent to be saved: not only to see how the page will look, or to convert its words."""
    # "look" is the button of browsers without scripts.
    return request.method == "POST" and request.POST.get("action") != "look" and not is_converted(request, form)


@require_safe
@account_required
def brand_look(request: WorkRequest) -> HttpResponse:
    """Show a manager her organization's page in the colour of `?colour=`; 404 for others and what is no colour (view).

    It is a part of a page, for a script.
    """
    organization, colour = managed_organization(request), request.GET.get("colour", "")
    if not is_colour(colour):
        raise Http404
    look = BrandLook(organization, colour)
    return render(request, "workspace/organization/brand_look.html", {"look": look})


@require_safe
@account_required
def brand_colours(request: WorkRequest) -> HttpResponse:
    """Return CSS with the colours to choose from, and with those in the query, that are only looked at (view)."""
    return HttpResponse(colours_css(request.GET.dict()), content_type="text/css")


def is_converted(request: WorkRequest, form: ProfileForm) -> bool:
    """Convert old-font text in the form to Unicode if that button was pressed; return whether it was."""
    if request.POST.get("action") != CONVERT:
        return False
    form.convert_old_fonts()
    messages.info(request, _("It is Khmer Unicode now. Check it before you save it."))
    return True


def propose(request: WorkRequest, organization: Organization, form: ProfileForm) -> ProfileChange | None:
    """Propose or publish the profile in the form; return the change, None if unchanged. Raises Refusal if refused.

    A version that she replaces knowingly counts as seen.
    """
    return propose_profile(
        organization,
        form.profile(),
        by=request.user,
        logo=form.cleaned_data["file"],
        without_logo=form.cleaned_data.get("without_logo", False),
        seen=request.POST.get("replace") or request.POST.get("version", ""),
    )


def success_message(change: ProfileChange | None) -> str:
    """Return the message for a saved profile: unchanged, public at once, or waiting for an editor."""
    if change is None:
        return _("Nothing was changed.")
    if change.is_public:
        return _("Saved. Everybody can see it now.")
    return _("Saved. An editor reviews it before everybody can see it.")


def shown_logo(organization: Organization, proposed: dict[str, Any]) -> Image | None:
    """Return the logo for the profile form: the proposed one that waits for an editor, else the public one."""
    return Image.objects.filter(pk=proposed["logo"]).first() if proposed else organization.logo
