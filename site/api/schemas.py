"""What the API takes and gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator

from khmer.typed_dates import FIRST_YEAR, DateOutOfBoundsError, UnreadableDateError, last_year, read_day_or_year
from orgs.pages.registry import page_kinds

Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]*$", max_length=60)]


def day_or_year(*, is_end: bool) -> Callable[[str], date | None]:
    """Read a day, or a whole year as its first or last day; the empty box of a form is nothing."""

    def read(typed: str) -> date | None:
        # Not pydantic's own reading, which takes bare numbers for seconds since 1970.
        try:
            return read_day_or_year(typed, is_end=is_end) if typed else None
        except DateOutOfBoundsError:
            raise ValueError(f"The year is not from {FIRST_YEAR} to {last_year()}.") from None
        except UnreadableDateError:
            raise ValueError("Write a year, or a day as 2026-10-24.") from None

    return read


FirstDay = Annotated[date | None, BeforeValidator(day_or_year(is_end=False))]
LastDay = Annotated[date | None, BeforeValidator(day_or_year(is_end=True))]
Language = Literal["", "en", "km"]
if TYPE_CHECKING:
    Kind = str
else:
    # All installed kinds of pages; the documentation lists them.
    Kind = Literal["", *page_kinds().names]
LAST_PAGE = 10_000


class SearchParameters(Schema):
    """The search page's own, and the language to search in; without it both are searched, the reader's first."""

    q: str = ""
    organization: Slug = ""
    type: Kind = ""
    topic: Slug = ""
    place: Slug = ""
    start: FirstDay = Field("", alias="from", validate_default=True, description="A day, or a year.")
    end: LastDay = Field("", alias="to", validate_default=True, description="A day, or a year.")
    language: Language = ""
    order: Literal["", "relevance", "newest", "oldest"] = ""
    page: int = Field(1, ge=1, le=LAST_PAGE)


class ListParameters(Schema):
    """What every list takes. `language` puts pieces of that language first; names come in it too."""

    language: Language = ""
    cursor: str = Field("", max_length=300)
    page_size: int = Field(20, ge=1, le=100)


class OrganizationReference(Schema):
    slug: str
    name: str


class TranslationOut(Schema):
    language: str
    url: str


class EntryOut(Schema):
    """A public page. Topics and places are slugs."""

    id: int
    type: str
    language: str
    title: str
    summary: str
    url: str
    organization: OrganizationReference
    published_at: datetime
    topics: list[str]
    places: list[str]


class HitOut(EntryOut):
    """`highlight` is safe HTML in which <mark> stands round what was found.

    `related` tells that it has other words for what was asked, perhaps in the other language, and not those typed.
    """

    translations: list[TranslationOut]
    highlight: str
    related: bool


class FacetValueOut(Schema):
    value: str
    label: str
    count: int


class SearchAnswer(Schema):
    """`cut` tells that `q` was longer than is looked for at once: only its beginning was."""

    total: int
    page: int
    page_size: int
    engine: str
    results: list[HitOut]
    facets: dict[str, list[FacetValueOut]]
    suggestion: str
    cut: bool


class PageOut(EntryOut):
    """A page whole. `starts_at` and `ends_at` are an event's."""

    text: str
    image: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    translations: list[TranslationOut]


class EventOut(EntryOut):
    starts_at: datetime
    ends_at: datetime


class ActivityOut(Schema):
    """`kind` is published or updated."""

    kind: str
    at: datetime
    page: EntryOut


class TermOut(Schema):
    slug: str
    name_en: str
    name_km: str


class OrganizationOut(Schema):
    slug: str
    name_en: str
    name_km: str
    description_en: str
    description_km: str
    url: str
    website: str
    topics: list[str]
    places: list[str]
    since: date


class ListPart(Schema):
    """One part of a list; `next` is the cursor of the next part, null at the end."""

    next: str | None


class TermList(ListPart):
    results: list[TermOut]


class OrganizationList(ListPart):
    results: list[OrganizationOut]


class PageList(ListPart):
    results: list[EntryOut]


class ActivityList(ListPart):
    results: list[ActivityOut]


class EventList(ListPart):
    results: list[EventOut]


class Problem(Schema):
    detail: Any
