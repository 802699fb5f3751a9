"""The numbers of people who took part in an event, by kind of organization."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from common.figures.small_groups import Counts
from events.models.event_page import EventPage
from khmer.typography import number


class Attendance(models.TextChoices):
    """The kinds of organizations from which participants come."""

    NGO = "ngo", _("NGOs")
    GOVERNMENT = "government", _("Government")
    SENATE = "senate", _("Senate")
    PALACE = "palace", _("Royal Palace")
    COMMUNE_COUNCIL = "commune-council", _("Commune councils")
    COURT = "court", _("Courts")
    COMPANY = "company", _("Companies")
    UNIVERSITY = "university", _("Universities")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Others")


class Participants(Orderable):
    """The numbers of people by sex, from one kind of organization, who took part in an event."""

    class Source(models.TextChoices):
        """The ways in which the numbers came about."""

        TYPED = "typed", _("typed")
        COUNTED = "counted", _("counted from check-ins")

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="participants")
    kind = models.CharField(_("kind of organization"), max_length=20, choices=Attendance.choices)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    another = models.PositiveIntegerField(_("another sex"), default=0)
    not_said = models.PositiveIntegerField(_("sex not said"), default=0)
    # Not editable, so it is in no form: only the service writes it.
    source = models.CharField(_("source"), max_length=7, choices=Source.choices, default=Source.TYPED, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("participants")
        verbose_name_plural = _("participants")
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "kind"], name="events_kind_once")]

    def __str__(self) -> str:
        """Return the row in full, as its organization and editors see it; the public never does."""
        language = get_language() or "en"
        # The two further answers only where somebody gave them, to keep the line short.
        shown = self.counts if self.counts.another or self.counts.not_said else self.counts[:2]
        numbers = " + ".join(number(count, language) for count in shown)
        return f"{self.get_kind_display()}: {numbers} ({self.get_source_display()})"

    @classmethod
    def sum_line(cls, rows: list[Participants]) -> str:
        """Return the sum of an event's participants as a text for editors, with its source; "" without rows."""
        people = number(sum(row.counts.all for row in rows), get_language() or "en")
        if rows and all(row.is_counted for row in rows):
            return gettext("All: %(number)s, counted from %(number)s check-ins") % {"number": people}
        return gettext("All: %(number)s, typed") % {"number": people} if rows else ""

    @property
    def is_counted(self) -> bool:
        """Return whether the numbers of this row were counted from check-ins, not typed."""
        return self.source == self.Source.COUNTED

    @property
    def counts(self) -> Counts:
        """Return the exact numbers of this row by sex, also small ones, as Counts."""
        return Counts(self.women, self.men, self.another, self.not_said)
