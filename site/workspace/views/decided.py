"""What was decided: who, when, why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from moderation.models import Submission
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from workspace.doors import WorkRequest, for_editors, show

LINES_ON_A_PAGE = 50
State = Submission.State


class DecidedForm(forms.Form):
    """By what the list is narrowed; what is none of the choices narrows nothing."""

    state = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[
            ("", _("All decisions")),
            *((state.value, state.label) for state in (State.APPROVED, State.RETURNED, State.REFUSED)),
        ],
    )
    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        label=_("Organization"),
        required=False,
        to_field_name="slug",
        empty_label=_("All organizations"),
    )
    mine = forms.BooleanField(label=_("Mine only"), required=False)


@require_safe
@for_editors
def decided(request: WorkRequest) -> HttpResponse:
    """The last decisions, the newest first."""
    form = DecidedForm(request.GET)
    form.is_valid()
    rows = Submission.objects.decided_by_editors().filter(**narrowing(form.cleaned_data, request.user))
    rows = rows.select_related("organization", "page__locale", "decided_by").prefetch_related("reasons")
    listed = Paginator(rows.order_by("-decided_at", "-pk"), LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [{"submission": row, "kind": page_kinds().label_of(row.kind)} for row in listed.object_list]
    return show(request, "decided.html", "decided", form=form, listed=listed, lines=lines)


def narrowing(chosen: dict[str, Any], editor: Any) -> dict[str, Any]:
    """The lookups of what was chosen in DecidedForm."""
    wanted = {name: chosen[name] for name in ("state", "organization") if chosen.get(name)}
    return wanted | {"decided_by": editor} if chosen.get("mine") else wanted
