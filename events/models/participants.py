"""The numbers of people who took part in an event, by kind of organization."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

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
    """The numbers of women and men from one kind of organization who took part in an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="participants")
    kind = models.CharField(_("kind of organization"), max_length=20, choices=Attendance.choices)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)

    class Meta(Orderable.Meta):
        verbose_name = _("participants")
        verbose_name_plural = _("participants")
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "kind"], name="events_kind_once")]

    def __str__(self) -> str:
        women, men = (number(count, get_language() or "en") for count in (self.women, self.men))
        return f"{self.get_kind_display()}: {women} + {men}"

    @property
    def all(self) -> int:
        """Return the number of participants of this kind of organization, women and men together."""
        return self.women + self.men
