"""Recipes: a kind of page of which nothing outside this package knows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from assets.models import Image
from catalog.page_context import page_context
from orgs.models import OrgContentPage
from orgs.pages.page_kind import PageKind, ShortForm, Tab

RECIPES = Tab(name="recipe", title="Recipes", slug="recipes", position=90)
RECIPE = PageKind(
    number=900,
    name="recipe",
    label="Recipe",
    schema_type="Recipe",
    tab=RECIPES,
    requires_text=True,
    short_form=ShortForm(
        form="tests.sample_pages.short_form.RecipeForm",
        address="recipe",
        new_title="Write a recipe",
        edit_title="Edit the recipe",
        button="Recipe",
    ),
)


class RecipePage(OrgContentPage):
    page_kind: ClassVar[PageKind] = RECIPE

    steps = models.TextField(blank=True)
    image = models.ForeignKey(Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    template = "sample_pages/recipe_page.html"
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [FieldPanel("title"), FieldPanel("steps"), FieldPanel("image")]

    class Meta:
        verbose_name = "recipe"
        verbose_name_plural = "recipes"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | page_context(self, request)

    def entry_text(self) -> str:
        return self.steps
