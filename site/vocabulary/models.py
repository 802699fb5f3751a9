"""The words by which everything is sorted: topics and places, in both languages."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.bilingual import Bilingual

# A term's position is its bit in the search index' masks, which are signed 64-bit integers.
LAST_POSITION = 62


class Term(Bilingual, models.Model):
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
