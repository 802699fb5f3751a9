"""The short form for a recipe."""

from __future__ import annotations

from typing import Any

from django import forms

from orgs.pages.short_form import ShortPageForm
from tests.sample_pages.models import RecipePage


class RecipeForm(ShortPageForm):
    model = RecipePage

    title = forms.CharField()
    steps = forms.CharField(required=False)

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        return super().content_of(page) | {"title": page.title, "steps": page.steps}

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        page.title, page.steps = post["title"], post["steps"]
