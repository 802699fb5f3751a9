"""The base of pages that have recommendations: events and publications."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from orgs.models import OrgContentPage
from orgs.pages.blocks import words_of
from outcomes.recommendations.blocks import RecommendationsBlock
from outcomes.recommendations.shared_facts import facts_for, with_facts
from outcomes.recommendations.shown import ShownRecommendation, shown_on


def recommendations_field(block: RecommendationsBlock) -> StreamField:
    """Return the stream field of a page's recommendations to institutions, made of this block."""
    return StreamField(
        block,
        verbose_name=_("recommendations to institutions"),
        blank=True,
        help_text=_(
            "Each to one institution. Later steps are added here and reviewed as every change of the page. "
            "Institution, days and documents are shown alike in all languages: those of the page that was public first."
        ),
    )


class RecommendingPage(OrgContentPage):
    """A page that can have recommendations, each to an institution and with its steps."""

    translated_fields: ClassVar = (*OrgContentPage.translated_fields, "addressed_recommendations")

    addressed_recommendations = recommendations_field(RecommendationsBlock())

    class Meta(OrgContentPage.Meta):
        abstract = True

    @property
    def is_in_series(self) -> bool:
        """Return False; a kind of page that can belong to a series overrides it to say whether this page does."""
        return False

    @property
    def shown_recommendations(self) -> list[ShownRecommendation]:
        """Return the page's recommendations for templates, with the facts of the translation that was public first.

        The owner is the page of the piece that was public first (`shared_facts`).
        """
        own = shown_on(self.addressed_recommendations, self.is_in_series)
        # The query for the facts only where there is something to show.
        return with_facts(own, facts_for(self.pk, self.translation_key)) if own else []

    def recommendation_words(self) -> str:
        """Return all words of the page's recommendations to institutions as one text, for search."""
        return words_of(self.addressed_recommendations)
