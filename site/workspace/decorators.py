"""Decorators for views: people who may open them, and the language of the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from accounts.language_cookie import set_language_cookie
from accounts.models import User
from accounts.signed_in_cookie import set_signed_in_cookie
from orgs.permissions import is_editor


class WorkRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[..., HttpResponse]


def account_required(view: View) -> View:
    """Wrap a view to need sign-in (else redirect to it), use the user's language and forbid caching: a decorator."""

    @login_required
    # Outside of `wraps`: the answer has names and drafts, which neither a proxy nor the "back" button may show again.
    @never_cache
    @wraps(view)
    def wrapped(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The language of her account, whatever the cookie of this browser says.
        with override(request.user.language):
            response = set_language_cookie(request.user, view(request, *args, **kwargs), request)
            # Here too, because her session may outlive the cookie.
            return set_signed_in_cookie(response, request) if request.user.is_authenticated else response

    return wrapped


def editor_required(view: View) -> View:
    """Wrap a view for editors alone: others signed in get 404, signed-out people go to the login (a decorator)."""

    @account_required
    @wraps(view)
    def wrapped(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # 404 and not 403: the desk's addresses tell nobody what exists.
        if not is_editor(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped
