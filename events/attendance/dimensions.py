"""The dimensions by which participants are counted, and the labels of their groups."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from events.attendance.public import OTHER_KIND
from events.models import Attendance, Registration
from vocabulary.models import Place


class Dimension(NamedTuple):
    """A way to divide participants: the path of its group in AttendanceFigure, and the group that means "others"."""

    path: str
    residual: str


DIMENSIONS = {
    # Paths and not fields: they are used in queries of AttendanceFigure and of Registration alike.
    "kind": Dimension("organization_kind", OTHER_KIND),
    "place": Dimension("place__slug", ""),
    "age": Dimension("age_band", Registration.AgeBand.NOT_SAID.value),
    "disability": Dimension("disability", Registration.Disability.NOT_SAID.value),
}


def labels_of(dimension: str) -> dict[str, Any]:
    """Return {key: label} of a dimension's groups in the active language; the key "" is "Not said"."""
    choices: dict[str, Any] = {
        "kind": dict(Attendance.choices),
        "age": dict(Registration.AgeBand.choices),
        "disability": dict(Registration.Disability.choices),
    }.get(dimension, {})
    if dimension == "place":
        choices = {place.slug: place.name for place in Place.objects.all()}
    return {**choices, "": _("Not said")}
