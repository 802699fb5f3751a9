"""All kinds of pages that are installed. Every list of kinds is derived from here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps

from orgs.pages.page_kind import PageKind, Tab

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Stands in no row: a query for a kind that does not exist finds nothing.
UNKNOWN = -1


class PageKindRegistry:
    """The page classes given, and their kinds in the order of their numbers."""

    def __init__(self, models: Iterable[type[Any]]) -> None:
        self.models = sorted(models, key=lambda model: (model.page_kind.number, model.__name__))
        # A kind once, however many classes inherit it; two kinds with one number both stay, for the check to find.
        self.kinds: list[PageKind] = list(dict.fromkeys(model.page_kind for model in self.models))
        self._by_name = {kind.name: kind for kind in self.kinds}
        self._by_number = {kind.number: kind for kind in self.kinds}

    @property
    def names(self) -> list[str]:
        return [kind.name for kind in self.kinds]

    @property
    def labels(self) -> dict[str, _StrOrPromise]:
        """What readers call each kind, by its name."""
        return {kind.name: kind.label for kind in self.kinds}

    @property
    def unlisted(self) -> list[str]:
        """The names of the kinds that lists of publications leave out."""
        return [kind.name for kind in self.kinds if not kind.is_listed]

    @property
    def short_forms(self) -> list[PageKind]:
        """The kinds that are written in a short form."""
        return [kind for kind in self.kinds if kind.short_form]

    @property
    def tabs(self) -> list[Tab]:
        """The lists below an organization's home, in the order in which they are shown."""
        return sorted({kind.tab for kind in self.kinds if kind.tab}, key=lambda tab: tab.position)

    @property
    def list_slugs(self) -> frozenset[str]:
        """Words that stand for lists below an organization's address; no page may take one."""
        return frozenset({"activity", "contact", *(tab.slug for tab in self.tabs)})

    def under(self, tab: Tab) -> list[str]:
        """The names of the kinds that stand in a tab's list."""
        return [kind.name for kind in self.kinds if kind.tab == tab]

    def named(self, name: str) -> PageKind | None:
        return self._by_name.get(name)

    def get(self, name: str) -> PageKind:
        """Return the kind of this name. Raises KeyError."""
        return self._by_name[name]

    def numbered(self, number: int) -> PageKind:
        """Return the kind with this number. Raises KeyError."""
        return self._by_number[number]

    def label_of(self, name: str) -> str:
        """What readers call a kind; the name itself where it is of none."""
        kind = self._by_name.get(name)
        return str(kind.label) if kind else name

    def number_of(self, name: str) -> int:
        """Return the number that rows store for a kind, or UNKNOWN."""
        kind = self._by_name.get(name)
        return kind.number if kind else UNKNOWN


@cache
def page_kinds() -> PageKindRegistry:
    """Return the registry of all installed page classes, built once, when all models are loaded."""
    return PageKindRegistry(model for model in apps.get_models() if hasattr(model, "page_kind"))
