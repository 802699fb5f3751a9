"""Topics, provinces, institutions and search terms, in both languages."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import connection, models
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
        """Return the number with one bit set by which bit masks hold this topic or place."""
        # Positions are unique and at most LAST_POSITION, so that each term has a bit of its own.
        return 1 << self.position


class Topic(Term):
    """A topic that a page is about."""

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Place(Term):
    """A province of Cambodia."""

    class Meta(Term.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")


class Institution(Bilingual, models.Model):
    """An institution to which recommendations are addressed, such as a ministry or the senate."""

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("English name"), max_length=100)
    name_km = models.CharField(_("Khmer name"), max_length=100)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering: ClassVar = ["name_en"]


class SearchTerm(models.Model):
    """A search term in both languages with its synonyms: a search for one of the names finds the others too."""

    text_en = models.CharField(_("in English"), max_length=100)
    text_km = models.CharField(_("in Khmer"), max_length=100)
    synonyms = models.TextField(
        _("other words for it"),
        blank=True,
        max_length=1000,
        help_text=_("In either language and any spelling, one a line."),
    )

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        ordering: ClassVar = ["text_en"]

    def __str__(self) -> str:
        return f"{self.text_en} · {self.text_km}"

    @property
    def names(self) -> list[str]:
        """Return all names of the search term: English, Khmer, then its other synonyms."""
        others = (line.strip() for line in self.synonyms.splitlines())
        return [self.text_en, self.text_km, *(name for name in others if name)]


class Edition(models.Model):
    """The version of all names in the vocabulary: one row, read by every process that caches names."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("edition")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Return the version number of the names of terms and organizations, from the database; 0 if none."""
        # Plain SQL, because every search asks: compiling a query of the ORM takes five times as long as running it.
        with connection.cursor() as cursor:
            cursor.execute(f"select number from {cls._meta.db_table}")  # noqa: S608 - the name of our own table
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def advance(cls) -> None:
        """Store a new random version number of names, in the current transaction, to outdate cached names."""
        # Random, not counted: a number that was rolled back must never come a second time.
        number = secrets.randbits(62)
        if not cls.objects.update(number=number):
            cls.objects.create(number=number)
