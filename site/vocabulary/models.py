"""The words by which everything is sorted: topics and places, in both languages."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# A term's position is its bit in the search index' masks, which are signed 64-bit integers.
LAST_POSITION = 62


class Term(models.Model):
    """A word of a closed list, with a name in each language."""

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("English name"), max_length=100)
    name_km = models.CharField(_("Khmer name"), max_length=100)
    position = models.PositiveSmallIntegerField(
        _("position"), unique=True, validators=[MaxValueValidator(LAST_POSITION)]
    )

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language that is active."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        return self.name_km if language == "km" else self.name_en

    @property
    def bit(self) -> int:
        return 1 << self.position


class Topic(Term):
    """What a piece is about."""

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Place(Term):
    """A province of Cambodia."""

    class Meta(Term.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
