"""Series of events, such as the Women's Forum."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.bilingual import Bilingual


class Series(Bilingual, models.Model):
    """A series of events that follow each other, such as the Women's Forum."""

    # It belongs to no organization: every editor of an event chooses from all series (orgs.guard.access_scopes).
    belongs_to_all: ClassVar = True

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("English name"), max_length=120)
    name_km = models.CharField(_("Khmer name"), max_length=120)
    description_en = models.CharField(_("English description"), max_length=300, blank=True)
    description_km = models.CharField(_("Khmer description"), max_length=300, blank=True)
    per_year = models.PositiveSmallIntegerField(
        _("events a year"), null=True, blank=True, help_text=_("As many as are planned. Empty where there is no plan.")
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering: ClassVar = ["name_en"]

    def description_in(self, language: str) -> str:
        """Return the description: Khmer for "km", else English; an empty one is not replaced by the other."""
        return self.description_km if language == "km" else self.description_en
