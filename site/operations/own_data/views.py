"""Show a person what is kept of her, and delete her account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.refusal import Refusal
from feed.follow.views import confirmed_follower
from feed.models import Digest, Follow, Follower
from operations.own_data.proof import GUESSES, proof_form
from operations.own_data.readable import readable_kinds
from operations.personal_data.disclosure import as_json
from operations.personal_data.erasure.own_wish import request_erasure
from operations.personal_data.erasure.unsettled import find_unsettled
from operations.personal_data.people import DataSubject, person_of
from workspace.decorators import WorkRequest, account_required
from workspace.rendering import page_frame

FOLLOWER_MODELS = tuple(model._meta.label for model in (Follower, Follow, Digest))


@require_safe
@account_required
def own_data(request: WorkRequest) -> HttpResponse:
    """Show the signed-in person what the portal stores about the person."""
    person = person_of([request.user])
    kinds = list(readable_kinds(person))
    frame = page_frame(request, "mail-settings")
    return render(request, "operations/own_data/own_data.html", frame | {"kinds": kinds, "addresses": person.addresses})


@require_safe
@account_required
def own_data_file(request: WorkRequest) -> HttpResponse:
    """Send the signed-in person all that the portal stores about the person, as a JSON file."""
    return json_file(as_json(person_of([request.user])))


def json_file(data: dict[str, Any]) -> HttpResponse:
    """Return a person's data as a JSON file to download."""
    response = JsonResponse(data, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="neary-my-data.json"'
    return response


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def delete_account(request: WorkRequest) -> HttpResponse:
    """Show what deleting the own account does; a POST with proof deactivates it, a worker erases it; or say why not."""
    person = person_of([request.user])
    unsettled = find_unsettled(person)
    form = proof_form(request, User.objects.get(pk=request.user.pk))
    if request.method == "POST" and not unsettled:
        # Counted before the proof is looked at, so that wrong and right guesses count alike.
        if not GUESSES.allows_in_transaction(str(request.user.pk)):
            form.add_error(None, _("Too many attempts. Please try again in an hour."))
        elif form.is_valid():
            try:
                request_erasure(request.user)
            except Refusal as refusal:
                unsettled = [str(refusal)]
            else:
                logout(request)
                return redirect("account-deleted")
    # A form that is not shown has no errors to lead to.
    context = page_frame(request, "mail-settings") | {"form": None if unsettled else form, "unsettled": unsettled}
    return render(request, "operations/own_data/delete_account.html", context)


@require_safe
@never_cache
def account_deleted(request: HttpRequest) -> HttpResponse:
    """Show the page that says the account was deleted."""
    return render(request, "operations/own_data/account_deleted.html")


@require_safe
@never_cache
def follower_data(request: HttpRequest, token: str) -> HttpResponse:
    """Send a follower without account, known by a mail's token, the stored data as JSON; 404 for a wrong token."""
    follower = confirmed_follower(token)
    return json_file(as_json(DataSubject(frozenset({follower.email})), FOLLOWER_MODELS))
