"""Middleware that asks for the second factor before the admin and the workspace."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from common.answer_format import wants_json
from orgs.guard.second_factor import SecondFactorState, may_act, second_factor_state

PRIVILEGED = ("/admin/", "/workspace/")
# Here factors are added, removed and replaced by codes: a session that has not shown one would make itself another.
OWN_FACTORS = "/accounts/2fa/"
ASKED_THERE = ("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")


class SecondFactorMiddleware:
    """Middleware that answers addresses below /admin/ and /workspace/ only for a session that may act.

    The pages of the own second factors are closed to a session that has not shown the one that is set up.

    Sets `request.may_act` for views elsewhere that serve what is private; it is asked only when they look.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy, because the answer costs queries that most requests do not need.
        allowed = SimpleLazyObject(lambda: may_act(request))
        request.may_act = allowed  # type: ignore[attr-defined]
        if request.path_info.startswith(PRIVILEGED) and not allowed:
            return redirect_to_second_factor(request)
        if changes_factors(request.path_info) and second_factor_state(request) is SecondFactorState.NOT_SHOWN:
            return redirect_to_second_factor(request)
        return self.get_response(request)


def changes_factors(path: str) -> bool:
    """Return whether a path is a page of the own second factors, other than those that ask for one."""
    return path.startswith(OWN_FACTORS) and path not in map(reverse, ASKED_THERE)


def redirect_to_second_factor(request: HttpRequest) -> HttpResponse:
    """Return a redirect to the page that sets up or asks the second factor; for scripts a 403 as JSON."""
    if second_factor_state(request) is SecondFactorState.NOT_ENROLLED:
        address = reverse("mfa_activate_totp")
        reason = _("Your role requires a second step when you sign in. Please set it up first.")
    else:
        address = reverse("mfa_reauthenticate")
        reason = _("Please complete your second step first.")
    # A script would follow a redirect and take the sign-in page for the answer.
    if wants_json(request):
        return JsonResponse({"error": "second_factor", "message": reason, "url": address}, status=403)
    messages.info(request, reason)
    # Posted text is not lost: it is shown again on a page of its own (portal.kept_text).
    back = f"?{urlencode({'next': request.get_full_path()})}" if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(f"{address}{back}")
