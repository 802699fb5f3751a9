"""The figures of closed events, and the tables that were released about the events of a series."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.participants import Attendance
from events.models.registration import Gathering, Registration
from events.models.series import Series
from vocabulary.models import Place


class AttendanceFigure(models.Model):
    """The number of people who came to an event, of one sex, kind, province, age and disability.

    Counted from check-ins when the event is closed; it stays when the people are deleted. Its organization sees it, the
    public only what a FigureRelease makes of it.
    """

    # PROTECT: the figures are the only thing that is left when people are deleted.
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="figures")
    sex = models.CharField(max_length=8, choices=Registration.Sex.choices)
    organization_kind = models.CharField(max_length=20, choices=Attendance.choices)
    place: models.ForeignKey[Any, Any] = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    age_band = models.CharField(max_length=8, choices=Registration.AgeBand.choices, blank=True)
    # Blank where it was not asked.
    disability = models.CharField(max_length=8, choices=Registration.Disability.choices, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("figure of an event")
        verbose_name_plural = _("figures of events")

    def __str__(self) -> str:
        return f"figure {self.pk}"


class FigureRelease(models.Model):
    """The joined tables about those events of a series that no release before had: what the public sees, for good.

    They are made once and never again: a table that is made anew after each event gives small groups away.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="releases")
    # None: the series has ended.
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    # {dimension: {"rows": [[key, women, men, rest], ...], "joined": [key, ...]}}, as small_groups joined them.
    tables = models.JSONField()
    # The translation keys of the events, as text.
    events = models.JSONField()
    # The number of events whose figures were counted from check-ins; those of the others were typed.
    counted = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField(default=timezone.now)
    released_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("released table")
        verbose_name_plural = _("released tables")
        ordering: ClassVar = ["released_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year"], name="events_released_once_a_year"),
            # A second constraint, because databases take two NULL as different ones.
            models.UniqueConstraint(fields=["series"], condition=models.Q(year=None), name="events_series_closed_once"),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"
