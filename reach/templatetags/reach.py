"""Template filters that show counts of reads."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.figures.svg_charts import small_chart
from khmer.numbers import number
from reach.sheet import shown

register = template.Library()


@register.filter
def reads(value: int | str | None) -> str:
    """Return a count in the active language's digits; "fewer than 5" for None, and a dash for "" (no such page)."""
    if value is None:
        return _("fewer than 5")
    return "–" if value == "" else number(int(value), get_language() or "en")


@register.filter
def way_label(key: str) -> str:
    """Return the label of a way by which readers came, or of all joined ways, in the active language."""
    return shown.way_label(key)


@register.filter
def drawn_days(days: Sequence[int | None]) -> SafeString:
    """Return a small chart of reads by day, hidden from screen readers."""
    return small_chart(days)
