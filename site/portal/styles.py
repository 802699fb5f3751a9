"""The style page: every component with difficult content in both scripts; served in development only."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

TITLES = {
    "en": "What the women of three communes asked of next year’s budget, and what became of it",
    "km": "ញ្ញុំា ស្ត្រីនៅឃុំបីបានស្នើអ្វីខ្លះសម្រាប់ថវិកាឆ្នាំក្រោយ និងលទ្ធផលដែលទទួលបាន",
}
STATES = ("draft", "waiting", "corrected", "returned", "refused", "scheduled", "published", "withdrawn")
TOKENS = ("cotton", "silk", "ebony", "ash", "rule", "line", "rind", "prohut", "palm", "indigo", "lac")


class SampleForm(forms.Form):
    """A form with one field of each kind; sent empty it shows each error."""

    title = forms.CharField(label="Title", help_text="A few words.", max_length=100)
    text = forms.CharField(label="អត្ថបទ", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Update"), ("b", "Article")])
    shows_people = forms.BooleanField(label="Somebody can be recognised", required=False)
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("law", "Law"), ("health", "សុខភាព")], widget=forms.CheckboxSelectMultiple
    )


def sample_entry(language: str, **fields: Any) -> SimpleNamespace:
    """Return an invented catalog entry in a language for the style page, with these fields replaced."""
    organization = SimpleNamespace(slug="neary", name="Neary", letter="N", brand_class="o-neary")
    known: dict[str, Any] = {
        "title": TITLES[language],
        "summary": TITLES[language],
        "url": "#",
        "language": language,
        "organization": organization,
        "type_label": "Article",
        "published_at": timezone.now() - dt.timedelta(hours=3),
        "starts_at": None,
        "ends_at": None,
        "topics": [],
        "places": [SimpleNamespace(name="Takeo")],
        "image": "",
        "file": SimpleNamespace(extension="pdf", size=1_240_000, pages=34),
    }
    return SimpleNamespace(**known | fields)


@require_safe
def styles(request: HttpRequest) -> HttpResponse:
    """Show the style page with a sample of every component, in English or Khmer by ?language= (a view)."""
    language = "km" if request.GET.get("language") == "km" else "en"
    now = timezone.now()
    with override(language):
        bad = SampleForm({})
        bad.is_valid()
        context = {
            "entries": [sample_entry("en"), sample_entry("km")],
            "event": sample_entry(language, starts_at=now + dt.timedelta(days=9), venue="Town hall"),
            "organization": sample_entry(language).organization,
            "states": STATES,
            "tokens": TOKENS,
            "form": SampleForm(),
            "bad": bad,
            "now": now,
            "due": now + dt.timedelta(days=1),
            "values": [
                {"label": "Takeo", "count": 12, "url": "#", "chosen": True},
                {"label": "Kandal", "count": 3, "url": "#", "chosen": False},
            ],
        }
        return render(request, "portal/styles.html", context)
