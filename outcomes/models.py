"""The tables of outcomes: a row for each public recommendation, and the reminders that were sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogEntry
from outcomes.recommendations.blocks import LONGEST_RECOMMENDATION
from outcomes.recommendations.shown import ShownRecommendation
from outcomes.recommendations.steps import Outcome
from vocabulary.models import Institution


class RecommendationRow(models.Model):
    """The row of one public recommendation, derived from its public page alone and deleted with its catalog entry."""

    entry = models.ForeignKey(CatalogEntry, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    # The id of its block in the page.
    # 36: the length of a UUID as text; empty for blocks without an id.
    key = models.CharField(max_length=36, blank=True)
    text = models.CharField(max_length=LONGEST_RECOMMENDATION)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # The year in which it was sent; of one that was not sent, the year of its event or publication.
    year = models.PositiveSmallIntegerField()
    sent_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    steps = models.JSONField(default=list)
    # It speaks for the whole series of its event.
    is_of_series = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering: ClassVar = ["entry_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="outcomes_number_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def shown(self) -> ShownRecommendation:
        """Return this row as a ShownRecommendation: number, text, institution and steps, for templates."""
        return ShownRecommendation(self.number, self.text, self.institution, self.steps, self.key, self.is_of_series)

    @property
    def url(self) -> str:
        """Return the address of the page with this recommendation, with an anchor that leads to it."""
        return f"{self.entry.url}#recommendation-{self.number}"


class AnswerReminder(models.Model):
    """The day on which an organization was last reminded of the unanswered recommendations of one piece."""

    # A piece is a page with its translation: an organization is reminded once, not once a language.
    translation_key = models.UUIDField(unique=True)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return str(self.translation_key)
