"""The programme in figures, for programs: what the public page shows, and nothing more."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import get_language, override
from ninja import Field, Query, Router, Schema

from api.schemas import Language
from events.statistics.programme import programme_statistics
from events.statistics.tables import statistics_data

router = Router(tags=["lists"])


class PeopleOut(Schema):
    """The numbers of people of a group; a group of one to four people is null and counted in `others`."""

    women: int | None
    men: int | None
    others: int
    people: int


class EventGroupOut(PeopleOut):
    """The events of a province, a year or a series, with the people who took part."""

    slug: str
    name: str
    events: int


class KindGroupOut(PeopleOut):
    """The people of one kind of organization, or of several kinds that were joined."""

    name: str


class TrainingsOut(PeopleOut):
    """All trainings of the programme."""

    events: int
    in_capital: int
    in_provinces: int


class StatisticsOut(Schema):
    """The programme in figures."""

    trainings: TrainingsOut
    provinces: list[EventGroupOut]
    years: list[EventGroupOut]
    series: list[EventGroupOut]
    kinds: list[KindGroupOut]


class StatisticsParameters(Schema):
    """The parameters of the programme's figures: the language of names."""

    language: Annotated[Language, Field(description="The language of names; else that of the request.")] = ""


@router.get("/statistics", response=StatisticsOut, summary="The programme in figures")
def statistics(request: HttpRequest, parameters: Query[StatisticsParameters]) -> dict[str, Any]:
    """Answer everybody with the public figures of the programme as JSON; small groups are joined."""
    with override(parameters.language or get_language() or "en"):
        return statistics_data(programme_statistics())
