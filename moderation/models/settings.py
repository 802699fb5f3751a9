"""The settings that editors keep: response times, and the reasons they give most often."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from khmer.typography import numerals
from moderation.matters.kind_names import kind_labels
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from vocabulary.bilingual import Bilingual

# The kind in AnswerTime of whatever is urgent: somebody may be in danger.
URGENT = "urgent"


class AnswerTime(models.Model):
    """The working hours within which a tier's pages are answered; a row with a kind goes first, then one with a tier.

    The row of the kind URGENT counts all hours, also those of nights and weekends.
    """

    # Empty for all tiers without a row of their own.
    tier = models.CharField(_("tier"), max_length=10, choices=Organization.Tier.choices, blank=True)
    # A kind of page or of matter; empty for all kinds without a row of their own.
    kind = models.CharField(_("kind"), max_length=12, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MinValueValidator(1), MaxValueValidator(240)])

    class Meta:
        verbose_name = _("answer time")
        verbose_name_plural = _("answer times")
        ordering: ClassVar = ["tier", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tier", "kind"], name="moderation_one_answer_time_a_tier_and_kind")
        ]

    def __str__(self) -> str:
        of = f"{self.get_tier_display()} {self.kind_label()}".strip()
        hours = numerals(self.hours, get_language() or "en")
        return gettext("%(answered)s: %(hours)s hours") % {"answered": of, "hours": hours}

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self) -> str:
        """Return the label of the kind of page or matter that this response time is for; "" for all kinds."""
        if self.kind == URGENT:
            return gettext("Urgent")
        return str(kind_labels.get(self.kind) or page_kinds().label_of(self.kind))


class Reason(Bilingual, models.Model):
    """A reason for asking for changes or rejecting, in both languages.

    A reason that is no longer offered stays where it was given.
    """

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name_en = models.CharField(_("in English"), max_length=200)
    name_km = models.CharField(_("in Khmer"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name
