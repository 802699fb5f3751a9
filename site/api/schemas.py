"""The schemas of the API's parameters and answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator

from catalog.sources.kinds import entry_kinds
from khmer.typed_dates import FIRST_YEAR, DateOutOfBoundsError, UnreadableDateError, last_year, read_day_or_year

# Only such letters are in slugs; \w would take Khmer letters as well.
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]*$", max_length=60)]


def day_or_year(*, is_end: bool) -> Callable[[str], date | None]:
    """Return a function that reads a typed date, or a year as its first or last day. It may raise ValueError."""

    def read(typed: str) -> date | None:
        # Pydantic itself would read a bare number as seconds since 1970.
        try:
            return read_day_or_year(typed, is_end=is_end) if typed else None
        except DateOutOfBoundsError:
            # `from None`: the text is the answer, and the cause is no fault.
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
    Kind = Literal["", *entry_kinds().names]
# Higher numbers make the database skip more rows than anybody reads.
LAST_PAGE = 10_000


class SearchParameters(Schema):
    """The parameters of a search. Without a language both are searched, the reader's first."""

    q: str = ""
    organization: Slug = ""
    type: Kind = ""
    source: str = Field("", pattern=r"^[0-9]*$", max_length=18, description="The id of a medium, of clippings alone.")
    topic: Slug = ""
    place: Slug = ""
    # `from` is a word of Python, so the field has another name.
    start: FirstDay = Field("", alias="from", validate_default=True, description="A day, or a year.")
    end: LastDay = Field("", alias="to", validate_default=True, description="A day, or a year.")
    language: Language = ""
    order: Literal["", "relevance", "newest", "oldest"] = ""
    page: int = Field(1, ge=1, le=LAST_PAGE)


class ListParameters(Schema):
    """The parameters of every list. Pages in `language` come first, and names are in it."""

    language: Language = ""
    cursor: str = Field("", max_length=300)
    page_size: int = Field(20, ge=1, le=100)


class OrganizationReference(Schema):
    """The organization of a page."""

    slug: str
    name: str


class TranslationOut(Schema):
    """The address of a page in another language. `is_stale` as in a page."""

    language: str
    url: str
    is_stale: bool


class EntryOut(Schema):
    """A public page. Topics and places are slugs.

    `is_stale` is true where the page is a translation, and its original was changed after this text was written.
    """

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
    is_stale: bool


class HitOut(EntryOut):
    """A page that a search found.

    `highlight` is safe HTML in which <mark> surrounds what was found. `related` is true where the page has other words
    for what was asked, perhaps in the other language, and not those typed.
    """

    translations: list[TranslationOut]
    highlight: str
    related: bool


class FacetValueOut(Schema):
    """A value by which a search can be narrowed, with the number of its pages."""

    value: str
    label: str
    count: int


class SearchAnswer(Schema):
    """The answer to a search. `cut` is true where `q` was too long: only its beginning was searched."""

    total: int
    page: int
    page_size: int
    engine: str
    results: list[HitOut]
    facets: dict[str, list[FacetValueOut]]
    suggestion: str
    cut: bool


class OriginalOut(Schema):
    """The place of a clipping's whole text: its address, and the name of the medium."""

    url: str
    source: str


class PageOut(EntryOut):
    """A page with its whole text. `starts_at` and `ends_at` are an event's, `original` is a clipping's."""

    text: str
    image: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    original: OriginalOut | None
    translations: list[TranslationOut]


class EventOut(EntryOut):
    """An event with its beginning and end."""

    starts_at: datetime
    ends_at: datetime


class ActivityOut(Schema):
    """A change of a public page. `kind` is published or updated."""

    kind: str
    at: datetime
    page: EntryOut


class TermOut(Schema):
    """A topic or a place."""

    slug: str
    name_en: str
    name_km: str


class OrganizationOut(Schema):
    """A public organization. Topics and places are slugs."""

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
    """A list of topics or places."""

    results: list[TermOut]


class OrganizationList(ListPart):
    """A part of the list of organizations."""

    results: list[OrganizationOut]


class PageList(ListPart):
    """A part of the list of pages."""

    results: list[EntryOut]


class ActivityList(ListPart):
    """A part of the list of changes."""

    results: list[ActivityOut]


class EventList(ListPart):
    """A part of the list of events."""

    results: list[EventOut]


# A text, or a list of problems by parameter.
class Problem(Schema):
    """The reason why a request was refused."""

    detail: Any
