"""Who may open a view of the workspace, and in which language she is answered."""

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
from orgs.permissions import is_editor


class WorkRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[..., HttpResponse]


def account_required(view: View) -> View:
    """Let in who is signed in, and answer in her language; the answer is kept by no cache."""

    @login_required
    @never_cache
    @wraps(view)
    def wrapped(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(request.user.language):
            return set_language_cookie(request.user, view(request, *args, **kwargs), request)

    return wrapped


def editor_required(view: View) -> View:
    """Let in central editors; for everybody else there is nothing here."""

    @account_required
    @wraps(view)
    def wrapped(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped
