"""The views of a person's own settings and session."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from orgs.permissions import all_memberships, is_editor
from vocabulary.brand_stylesheet import stylesheet
from workspace.decorators import WorkRequest, account_required
from workspace.personal.forms import MailSettingsForm
from workspace.rendering import render_page


@require_POST
@account_required
def choose_language(request: WorkRequest) -> HttpResponse:
    """Save a user's language (POST) and redirect back, within this host only; 404 for an unknown language."""
    language = request.POST.get("language")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    request.user.language = language
    request.user.save(update_fields=["language"])
    back = request.POST.get("back", "")
    # The address comes with the request: redirect to this host only.
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else "workspace:home")


@require_safe
@never_cache
def session_state(request: HttpRequest) -> JsonResponse:
    """Return JSON with the signed-in user's id and a CSRF token, or {} when nobody is signed in (view)."""
    # Not account_required: the script asks whether she is still signed in, and a redirect would be no answer.
    if not request.user.is_authenticated:
        # {} in both cases where nobody is signed in; the script then shows its warning.
        return JsonResponse({})
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})


@require_safe
@account_required
def own_brand_css(request: WorkRequest) -> HttpResponse:
    """Return CSS with the brand colours of those organizations of the user that are not public (view).

    The stylesheet for everybody must not name them.
    """
    own = [membership.organization for membership in all_memberships(request.user)]
    rows = [(each.slug, each.brand_light, each.brand_dark) for each in own if not each.is_public]
    return HttpResponse(stylesheet(rows), content_type="text/css")


@account_required
def mail_settings(request: WorkRequest) -> HttpResponse:
    """Show a signed-in user the form of her mail settings; a POST saves them and redirects (view).

    They are hers alone: the page is open whatever happens to her organizations.
    """
    data = request.POST if request.method == "POST" else None
    # A copy, because the form changes its instance even where the input is not valid.
    person = User.objects.get(pk=request.user.pk)
    form = MailSettingsForm(data, instance=person, works_at_desk=is_editor(request.user))
    if form.is_valid():
        form.save()
        # In the language that she has just chosen.
        with override(person.language):
            messages.success(request, _("Saved."))
        return redirect("workspace:mail-settings")
    return render_page(request, "mail_settings.html", "mail-settings", form=form)
