"""The matrix of languages: for each page of an organization how far it is in the other language, and the portal's sum.

Each function is one query, at any number of pages. A page whose public text is older than its original counts as a
draft that waits once memory is settled: somebody has to send it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from orgs.models import Organization, OrgContentPage
from orgs.pages.registry import page_kinds

# States of a page in the other language, in the order in which they are shown: what is late comes first.
STALE, MISSING, WAITS, ONLY_HERE, TRANSLATED = range(5)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LanguageSum:
    """The numbers of an organization's pages by their languages; each page is in one of them."""

    both: int = 0
    outdated: int = 0
    waiting: int = 0
    single: int = 0

    @property
    def all(self) -> int:
        """Return the number of pages, a page in two languages once."""
        return self.both + self.outdated + self.waiting + self.single


@dataclass
class MatrixRow:
    """A page, its page in the other language as far as there is one, and the state of that."""

    original: Any
    twin: Any
    state: int

    @property
    def progress(self) -> Any:
        """Return the counts of the translation's sentences, or None where memory does not know it."""
        return getattr(self.twin, "translation_progress", None)

    @property
    def kind(self) -> str:
        """Return the label of the page's kind, for people."""
        return str(self.original.specific_class.page_kind.label)

    @property
    def language(self) -> str:
        """Return the code of the language in which the original is written."""
        return str(self.original.locale.language_code)


class Matrix:
    """The rows of an organization's matrix as a list that is read in parts, with their number known before.

    `kind` is the name of a kind of pages, "" for all; `is_left` takes only what is left to do.
    """

    def __init__(self, organization: Organization, kind: str = "", *, is_left: bool = False) -> None:
        self.organization, self.kind, self.is_left = organization, kind, is_left

    @cached_property
    def _numbers(self) -> list[tuple[str, int, bool, int]]:
        counted = originals([self.organization]).order_by().values_list("content_type__model", "state", "is_public")
        return list(counted.annotate(count=Count("pk")))

    @cached_property
    def sum(self) -> LanguageSum:
        """Return the numbers of all pages of the organization, whatever is shown of them."""
        return _summed((state, is_public, count) for _, state, is_public, count in self._numbers)

    def count(self) -> int:
        """Return the number of rows."""
        models = {kind.model for kind in _content_types(self.kind)}
        return sum(
            count
            for model, state, _, count in self._numbers
            if model in models and not (self.is_left and state == TRANSLATED)
        )

    def __getitem__(self, part: slice) -> list[MatrixRow]:
        rows = originals([self.organization], self.kind).select_related("locale").order_by("state", "-changed", "-pk")
        pages = list((rows.exclude(state=TRANSLATED) if self.is_left else rows)[part])
        twins = OrgContentPage.objects.filter(translation_key__in=[page.translation_key for page in pages])
        others = {
            (twin.translation_key, twin.locale_id): twin
            for twin in twins.exclude(pk__in=[page.pk for page in pages]).select_related("translation_progress")
        }
        by_key = {key: twin for (key, _), twin in others.items()}
        return [MatrixRow(page, by_key.get(page.translation_key), page.state) for page in pages]


def sums_of(organizations: Iterable[Organization]) -> dict[int, LanguageSum]:
    """Return the numbers of pages by their languages of these organizations, by the organization's id."""
    counted = originals(organizations).order_by().values_list("organization", "state", "is_public")
    found: dict[int, list[tuple[int, bool, int]]] = defaultdict(list)
    for organization, state, is_public, count in counted.annotate(count=Count("pk")):
        found[organization].append((state, is_public, count))
    return {organization: _summed(counts) for organization, counts in found.items()}


def _summed(counts: Iterable[tuple[int, bool, int]]) -> LanguageSum:
    numbers: Counter[str] = Counter()
    for state, is_public, count in counts:
        if state in (STALE, MISSING):
            # A draft that is not whole yet is nothing that a reader has.
            numbers["outdated" if is_public else "single"] += count
        else:
            numbers[{WAITS: "waiting", ONLY_HERE: "single", TRANSLATED: "both"}[state]] += count
    return LanguageSum(**numbers)


def originals(organizations: Iterable[Organization], kind: str = "") -> QuerySet[Any]:
    """Return the pages of organizations, each once, in the language in which it was first, with the other's `state`.

    Only public ones and those that are begun in the other language; a kind without translated words is left out.
    `is_public` says of the page in the other language that it is.
    """
    twin = OrgContentPage.objects.filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    first = Coalesce("first_published_at", Value(NEVER))
    # Of a pair that memory does not know, the page that was public first: so does translations.services.begin.
    is_earlier = Q(first__lt=OuterRef("first")) | Q(first=OuterRef("first"), pk__lt=OuterRef("pk"))
    earlier = twin.filter(translation_progress=None).annotate(first=first).filter(is_earlier)
    pages = OrgContentPage.objects.filter(
        organization__in=[each.pk for each in organizations],
        content_type__in=[each.pk for each in _content_types(kind)],
        alias_of=None,
        translation_progress=None,
    )
    return (
        pages.annotate(first=first, changed=Coalesce("last_published_at", "latest_revision_created_at"))
        .filter(~Exists(earlier), Q(live=True) | Exists(twin))
        .annotate(state=_state_of(twin), is_public=Exists(twin.filter(live=True)))
    )


def _state_of(twin: QuerySet[Any]) -> Case:
    is_behind = Q(translation_progress__isnull=False) & ~Q(
        translation_progress__public_texts=F("translation_progress__source_texts")
    )
    is_open = Q(live=False) | Q(has_unpublished_changes=True) | is_behind
    return Case(
        When(~Exists(twin), then=ONLY_HERE),
        When(Exists(twin.filter(translation_progress__stale__gt=0)), then=STALE),
        When(Exists(twin.filter(translation_progress__missing__gt=0)), then=MISSING),
        When(Exists(twin.filter(is_open)), then=WAITS),
        default=TRANSLATED,
    )


def _content_types(kind: str) -> list[ContentType]:
    """Return the content types of a kind of pages, or of all ("") that have words to be translated."""
    models = [
        model for model in page_kinds().models if model.translated_fields and (not kind or model.page_kind.name == kind)
    ]
    return list(ContentType.objects.get_for_models(*models).values())


def kinds_in_two_languages() -> list[tuple[str, str]]:
    """Return name and label of each kind of pages that is written in two languages, in the active language."""
    models = [model for model in page_kinds().models if model.translated_fields]
    return [(kind.name, str(kind.label)) for kind in dict.fromkeys(model.page_kind for model in models)]
