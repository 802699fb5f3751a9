"""The public pages on which a reader reports a page or another object; they need no account and no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from catalog.models import CatalogEntry
from catalog.terms import places
from common.client_address import client_address
from common.rate_limit import HOUR, RateLimit
from common.refusal import Refusal
from moderation.matters import PublicObject, matter_kinds
from moderation.models import Report
from moderation.services import report
from moderation.services.reporting import ReaderReport, report_object, tells_of_danger
from vocabulary.places_in_text import place_in

# The most reports an hour from one address.
LIMIT = RateLimit("report", 10, HOUR, fails_open=True)
# No database holds larger ids.
TOO_LARGE_AN_ID = 10**18


class ReportForm(forms.ModelForm):
    """The form of a report, with a hidden field that only programs fill."""

    # Hidden from people; a program that fills every field fills this one too.
    nickname = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields = ("kind", "text", "email")
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "text": _("Only the editors read it. You do not need to say who you are."),
            "email": _("We use it only to send you the answer."),
        }
        error_messages = {"kind": {"required": _("Please choose what it is about.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Replaced, because radio buttons of a model's field begin with an empty choice.
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label,
            choices=Report.Kind.choices,
            widget=forms.RadioSelect,
            error_messages=self.Meta.error_messages["kind"],
        )

    def told(self) -> dict[str, Any]:
        """Return the kind, text and e-mail address that a reader filled into the report form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show readers the form to report a public page, store the report and redirect; 404 if not public (view)."""
    entry = CatalogEntry.objects.public().pages().select_related("organization").filter(pk=page_id).first()
    if entry is None:
        raise Http404
    # Only the id: the service locks the page and reads it again.
    return _answer(request, entry, lambda told: report(Page(pk=page_id), **vars(told)), is_page=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_object_page(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Show readers the form to report a public object that is no page, and store the report; else 404 (view)."""
    known = matter_kinds().get(kind)
    shown = known.public_object(object_id) if known and object_id < TOO_LARGE_AN_ID else None
    if shown is None:
        raise Http404
    return _answer(request, shown, lambda told: report_object(kind, object_id, told), is_page=False)


def _answer(
    request: HttpRequest, entry: CatalogEntry | PublicObject, service: Callable[[ReaderReport], Any], *, is_page: bool
) -> HttpResponse:
    """Return the form of a report, or redirect after it was stored by the service."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            # A program filled the hidden field: it gets the same answer, but nothing is stored.
            if not form.cleaned_data["nickname"]:
                take(request, form, service)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(after_report(form.told()))
    return render(request, "moderation/report.html", {"form": form, "entry": entry, "is_page": is_page})


def after_report(told: dict[str, Any]) -> str:
    """Return the path that a reader is led to after a report: the help page if it tells of danger, else thanks."""
    if not tells_of_danger(told["kind"], told["text"]):
        return reverse("reported")
    place = place_in(told["text"], places.all())
    chosen = {"kind": "urgent", "reported": "1"} | ({"place": place.slug} if place else {})
    return f"{reverse('help')}?{urlencode(chosen)}"


def take(request: HttpRequest, form: ReportForm, service: Callable[[ReaderReport], Any]) -> None:
    """Store a reader's report form by a service. Raises Refusal after ten reports an hour from one network address."""
    if is_too_much(request):
        raise Refusal(
            _("Too many reports came from your connection. Please try again in an hour."), code="too_many_reports"
        )
    service(ReaderReport(**form.told(), language=get_language() or "en"))


def is_too_much(request: HttpRequest) -> bool:
    """Count a report from a request's network address; return whether there were more than ten in this hour.

    Where nothing can be counted everybody may report: a word on danger matters more.
    """
    return LIMIT.is_exceeded_by(client_address(request))


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """Show the public page of thanks after a reader's report (view)."""
    return render(request, "moderation/reported.html")
