"""The registries of kinds, from which every list of kinds is derived; the one of all installed kinds of pages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.apps import apps

from orgs.pages.page_kind import ContentKind, PageKind, Tab

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# A number that no row has, so that a query for an unknown kind finds nothing.
UNKNOWN = -1

KindType = TypeVar("KindType", bound=ContentKind)


class KindRegistry(Generic[KindType]):
    """A registry of kinds of what is public, by their names and numbers."""

    def __init__(self, kinds: Iterable[KindType]) -> None:
        self.kinds: list[KindType] = list(kinds)
        self._by_name = {kind.name: kind for kind in self.kinds}
        self._by_number = {kind.number: kind for kind in self.kinds}

    @property
    def names(self) -> list[str]:
        """Return the names of all kinds."""
        return [kind.name for kind in self.kinds]

    @property
    def labels(self) -> dict[str, _StrOrPromise]:
        """Return the label of each kind, by the kind's name."""
        return {kind.name: kind.label for kind in self.kinds}

    @property
    def unlisted(self) -> list[str]:
        """Return the names of the kinds that lists of publications leave out."""
        return [kind.name for kind in self.kinds if not kind.is_listed]

    def named(self, name: str) -> KindType | None:
        """Return the kind with a name; None for an unknown name."""
        return self._by_name.get(name)

    def get(self, name: str) -> KindType:
        """Return the kind with a name. Raises KeyError for an unknown name."""
        return self._by_name[name]

    def numbered(self, number: int) -> KindType:
        """Return the kind with a number that rows store. Raises KeyError for an unknown one."""
        return self._by_number[number]

    def label_of(self, name: str) -> str:
        """Return the label of a kind, or the name itself when there is no such kind."""
        kind = self._by_name.get(name)
        return str(kind.label) if kind else name

    def number_of(self, name: str) -> int:
        """Return the number that rows store for a kind, or UNKNOWN when there is no such kind."""
        kind = self._by_name.get(name)
        return kind.number if kind else UNKNOWN


class PageKindRegistry(KindRegistry[PageKind]):
    """A registry of page classes, and of their kinds in the order of their numbers."""

    def __init__(self, models: Iterable[type[Any]]) -> None:
        self.models = sorted(models, key=lambda model: (model.page_kind.number, model.__name__))
        # Each kind once, however many classes inherit it. Two kinds with one number both stay: the check finds them.
        super().__init__(dict.fromkeys(model.page_kind for model in self.models))

    @property
    def short_forms(self) -> list[PageKind]:
        """Return the kinds of pages that have a short form."""
        return [kind for kind in self.kinds if kind.short_form]

    @property
    def tabs(self) -> list[Tab]:
        """Return the tabs of lists below an organization's home, in the order in which they are shown."""
        return sorted({kind.tab for kind in self.kinds if kind.tab}, key=lambda tab: tab.position)

    @property
    def list_slugs(self) -> frozenset[str]:
        """Return the slugs of lists below an organization's address; no page may take one."""
        return frozenset({"activity", "contact", *(tab.slug for tab in self.tabs)})

    def under(self, tab: Tab) -> list[str]:
        """Return the names of the kinds of pages that the list of a tab shows."""
        return [kind.name for kind in self.kinds if kind.tab == tab]


@cache
def page_kinds() -> PageKindRegistry:
    """Return the registry of all installed page classes, built once, when all models are loaded."""
    return PageKindRegistry(model for model in apps.get_models() if hasattr(model, "page_kind"))
