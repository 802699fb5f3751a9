"""The base of pages that have recommendations: events and publications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from orgs.models import OrgContentPage
from orgs.pages.blocks import words_of
from outcomes.recommendations.blocks import RecommendationsBlock
from outcomes.recommendations.shown import ShownRecommendation, shown_on


class RecommendingPage(OrgContentPage):
    """A page that can have recommendations, each to an institution and with its steps."""

    addressed_recommendations = StreamField(
        RecommendationsBlock(),
        verbose_name=_("recommendations to institutions"),
        blank=True,
        help_text=_("Each to one institution. Later steps are added here and reviewed as every change of the page."),
    )

    class Meta(OrgContentPage.Meta):
        abstract = True

    @property
    def shown_recommendations(self) -> list[ShownRecommendation]:
        """Return the page's recommendations to institutions, with their steps, as templates show them."""
        return shown_on(self.addressed_recommendations)

    def recommendation_words(self) -> str:
        """Return all words of the page's recommendations to institutions as one text, for search."""
        return words_of(self.addressed_recommendations)
