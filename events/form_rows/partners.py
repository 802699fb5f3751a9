"""The partners of an event on Neary as rows of its short form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from orgs.short_forms.rows_field import RowForm, RowsField

MOST_PARTNERS = 30


class PartnerRow(RowForm):
    """The form of one partner: an organization that the public sees."""

    organization = forms.ChoiceField(label=_("organization"))

    @classmethod
    def shared_choices(cls) -> dict[str, list[tuple[Any, Any]]]:
        """Return the public organizations, read once for all rows."""
        public = [(str(each.pk), str(each)) for each in Organization.objects.public()]
        return {"organization": [("", _("Please choose")), *public]}


def partners_rows() -> RowsField:
    """Return the field of an event's short form for its partners on Neary."""
    return RowsField(PartnerRow, most=MOST_PARTNERS, label=_("partners on Neary"), one=_("Partner"))


def partner_rows_of(page: Any) -> list[dict[str, Any]]:
    """Return the partners of an event that the public sees, as rows of its short form."""
    return [{"id": "", "organization": str(each.pk)} for each in page.partners.all() if each.is_public]


def fill_partners(page: Any, rows: Sequence[Mapping[str, Any]] | None) -> None:
    """Write the partners of the short form into an event without saving it; those that are not public now stay."""
    if rows is None:
        return
    stored = list(page.partners.all())
    chosen = {int(row["organization"]) for row in rows}
    if chosen != {each.pk for each in stored if each.is_public}:
        hidden = [each for each in stored if not each.is_public]
        page.partners = [*hidden, *Organization.objects.filter(pk__in=chosen)]
