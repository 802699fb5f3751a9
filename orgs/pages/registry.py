"""The registries of kinds, from which every list of kinds is derived; the one of all installed kinds of pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.apps import apps

from orgs.pages.page_kind import ContentKind, PageKind, ShortForm, Tab

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
        """Return the names of all content kinds in the registry."""
        return [kind.name for kind in self.kinds]

    @property
    def labels(self) -> dict[str, _StrOrPromise]:
        """Return the labels of all content kinds, by name."""
        return {kind.name: kind.label for kind in self.kinds}

    @property
    def unlisted(self) -> list[str]:
        """Return the names of the content kinds that lists of publications leave out."""
        return [kind.name for kind in self.kinds if not kind.is_listed]

    def named(self, name: str) -> KindType | None:
        """Return the content kind of this name; None for an unknown name."""
        return self._by_name.get(name)

    def get(self, name: str) -> KindType:
        """Return the content kind of this name. Raises KeyError for an unknown name."""
        return self._by_name[name]

    def numbered(self, number: int) -> KindType:
        """Return the content kind of a number that rows store. Raises KeyError for an unknown one."""
        return self._by_number[number]

    def label_of(self, name: str) -> str:
        """Return the label of the content kind of this name, or the name itself when there is none."""
        kind = self._by_name.get(name)
        return str(kind.label) if kind else name

    def number_of(self, name: str) -> int:
        """Return the number that rows store for a content kind, or UNKNOWN when there is none."""
        kind = self._by_name.get(name)
        return kind.number if kind else UNKNOWN


@dataclass(frozen=True)
class WrittenPages:
    """A class of pages with a short form: `name` stands in the names of its addresses."""

    name: str
    model: type[Any]
    short_form: ShortForm


class PageKindRegistry(KindRegistry[PageKind]):
    """A registry of page classes, and of their kinds in the order of their numbers."""

    def __init__(self, models: Iterable[type[Any]]) -> None:
        self.models = sorted(models, key=lambda model: (model.page_kind.number, model.__name__))
        # Each kind once, however many classes inherit it. Two kinds with one number both stay: the check finds them.
        super().__init__(dict.fromkeys(model.page_kind for model in self.models))

    @cached_property
    def short_forms(self) -> list[WrittenPages]:
        """Return the classes of pages that have a short form to write them, each form once."""
        found: dict[str, WrittenPages] = {}
        for model in self.models:
            if form := model.own_short_form():
                name = form.name or model.page_kind.name
                found.setdefault(name, WrittenPages(name, model, form))
        return list(found.values())

    def written(self, name: str) -> WrittenPages:
        """Return the pages whose short form has this name. Raises KeyError for an unknown one."""
        return {each.name: each for each in self.short_forms}[name]

    def written_as(self, model: type[Any]) -> WrittenPages | None:
        """Return how pages of a class are written in a short form; None for the full editor alone."""
        form = model.own_short_form()
        return next((each for each in self.short_forms if form and each.short_form == form), None)

    @property
    def tabs(self) -> list[Tab]:
        """Return the tabs (lists of pages) below an organization's home, in the order shown."""
        return sorted({kind.tab for kind in self.kinds if kind.tab}, key=lambda tab: tab.position)

    @property
    def list_slugs(self) -> frozenset[str]:
        """Return the slugs of the lists below an organization's address, which no page may take."""
        # The two lists that each organization has, whatever kinds of pages there are.
        return frozenset({"activity", "contact", *(tab.slug for tab in self.tabs)})

    def under(self, tab: Tab) -> list[str]:
        """Return the names of the kinds of pages that the list of this tab shows."""
        return [kind.name for kind in self.kinds if kind.tab == tab]


@cache
def page_kinds() -> PageKindRegistry:
    """Return the registry of all installed kinds of pages, built once when all models are loaded."""
    return PageKindRegistry(model for model in apps.get_models() if hasattr(model, "page_kind"))
