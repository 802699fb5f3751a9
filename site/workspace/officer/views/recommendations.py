"""Findings and recommendations of an event or a publication, for members of its organization, on a telephone too."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common.typed_text.passages import passage_lines
from moderation.rules.tiers import publishes_at_once
from outcomes.recommendations.blocks import SERIES
from outcomes.recommendations.page_part import RecommendingPage
from outcomes.recommendations.shared_facts import owning_entry
from workspace.decorators import WorkRequest, account_required
from workspace.officer import recommendation_drafts as services
from workspace.officer.content_items import content_item
from workspace.officer.drafts import draft_version
from workspace.officer.recommendation_forms import FindingsForm, RecommendationForm, StepForm
from workspace.pages import own_page
from workspace.rendering import render_page
from workspace.run_service import run_service

SAVED = gettext_lazy("Saved as a draft. Send it when all is there.")


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def recommendations(request: WorkRequest, page_id: int) -> HttpResponse:
    """Show a member findings and recommendations of her page's draft; a POST changes one; 404 for non-members (view).

    `change` in the address shows the form of one recommendation (0: a new one), `step` the form of its next step, and
    `findings` that of the findings.
    """
    page = own_page(request.user, page_id)
    if not isinstance(page, RecommendingPage):
        raise Http404
    changed, stepped = _number(request, "change"), _number(request, "step")
    form = _form(request, page, changed, stepped)
    if request.method == "POST" and _act(request, page, form, changed, stepped):
        return redirect("workspace:recommendations", page_id)
    draft = page.get_latest_revision_as_object()
    owner = owning_entry(page.translation_key)
    shown = draft.shown_recommendations
    number = changed or stepped
    context = {
        "page": page,
        "organization": page.organization,
        "item": content_item(page),
        "recommendations": shown,
        "findings": draft.findings,
        "is_in_lines": passage_lines(draft.findings) is not None,
        "owner": owner if owner and owner.pk != page.pk else None,
        "is_public_at_once": publishes_at_once(page.organization, request.user),
        # After a refused POST the version of the form stays, so that the next tap is judged by what she saw.
        "version": request.POST.get("version") or draft_version(page),
        "form": form,
        "changed": changed,
        "stepped": stepped,
        "current": shown[number - 1] if number and number <= len(shown) else None,
    }
    return render_page(request, "officer/recommendations.html", "home", **context)


def _number(request: WorkRequest, name: str) -> int | None:
    """Return the number of a recommendation in the address; None without one. Raises Http404 for what is none."""
    typed = request.GET.get(name)
    if typed is None:
        return None
    # Two digits: a page has at most 20.
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 3):
        raise Http404
    return int(typed)


def _form(request: WorkRequest, page: Any, changed: int | None, stepped: int | None) -> forms.Form | None:
    """Return the form that the address asks for, filled; None for the list. Raises Http404 for an unknown number."""
    number = stepped if stepped is not None else changed
    if number is None and "findings" not in request.GET:
        return None
    draft = page.get_latest_revision_as_object()
    # "save" alone sends these fields; the buttons to delete and to remove a step do not.
    data = request.POST if request.method == "POST" and "save" in request.POST else None
    if number is None:
        return FindingsForm(data, initial={"findings": passage_lines(draft.findings)})
    own = draft.addressed_recommendations
    if number > len(own) or (number == 0 and stepped is not None):
        # 0 is the form of a new recommendation, which has no steps yet.
        raise Http404
    if stepped is not None:
        return StepForm(data, organization=page.organization)
    value = own[number - 1].value if number else {}
    said = {"text": value.get("text"), "institution": value.get("institution")}
    said["is_of_series"] = value.get("speaks_for") == SERIES
    return RecommendationForm(data, is_in_series=draft.is_in_series, initial=said)


def _act(request: WorkRequest, page: Any, form: forms.Form | None, changed: int | None, stepped: int | None) -> bool:
    """Do what a POST asks for, and return whether it is done. Raises Http404 for what is no act."""
    seen = request.POST.get("version", "")
    if "save" in request.POST and form is not None:
        if not form.is_valid():
            return False
        if isinstance(form, FindingsForm):
            act = partial(services.save_findings, page, request.user, seen, form.cleaned_data["findings"])
            return run_service(request, act, str(SAVED), form=form)
        service = services.save_recommendation if stepped is None else services.add_step
        number = changed if stepped is None else stepped
        act = partial(service, page, request.user, seen, number or 0, form.cleaned_data)
        return run_service(request, act, str(SAVED), form=form)
    if "delete" in request.POST and changed:
        act = partial(services.delete_recommendation, page, request.user, seen, changed)
        return run_service(request, act, _("Deleted from the draft."), form=form)
    if (kind := request.POST.get("remove")) and stepped:
        act = partial(services.remove_step, page, request.user, seen, stepped, kind)
        return run_service(request, act, _("The step is removed from the draft."), form=form)
    raise Http404
