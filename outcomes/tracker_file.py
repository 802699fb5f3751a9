"""The public recommendations as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from outcomes.recommendations.steps import StepKind
from outcomes.tracker import (
    NEWEST,
    counted_cells,
    filtered_recommendations,
    in_order,
    public_recommendations,
    read_choices,
)


def file_rows(language: str, parameters: Mapping[str, str]) -> Iterator[list[Any]]:
    """Yield the rows of a file of the public recommendations that pass the filters, column headings first.

    `parameters` are those of the tracker's page; days are written as 2026-12-05.
    """
    every = public_recommendations(language)
    chosen = read_choices(counted_cells(every), parameters)
    # The order is fixed: a file has no page on which somebody would sort.
    found = in_order(filtered_recommendations(every, chosen), NEWEST).select_related("institution", "entry")
    heads = [_("Recommendation"), _("Institution"), _("Event or publication"), _("Where it stands")]
    yield [*heads, *(kind.label for kind in StepKind), _("Address")]
    # The deferred columns hold whole texts; iterator, for the list may be long, and is read once.
    for row in found.defer("entry__text", "entry__names", "entry__summary").iterator():
        days = {step["kind"]: step["day"] for step in row.steps}
        institution = row.institution.name_in(language) if row.institution else ""
        facts = [row.text, institution, row.entry.title, row.get_outcome_display()]
        yield [
            *facts,
            *(days.get(kind, "") for kind in StepKind.values),
            # An absolute address: the file is read outside of the portal.
            urljoin(settings.WAGTAILADMIN_BASE_URL, row.url),
        ]
