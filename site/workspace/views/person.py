"""What a person sets for herself."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from workspace.doors import WorkRequest, at_work


@require_POST
@at_work
def choose_language(request: WorkRequest) -> HttpResponse:
    """Speak to her in another language from now on, also in mails."""
    language = request.POST.get("language")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    request.user.language = language
    request.user.save(update_fields=["language"])
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else "workspace:home")
