"""The API's list of recommendations, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from api.entries import absolute_addresses
from api.schemas import LAST_PAGE, Language, Problem, Slug
from outcomes.models import RecommendationRow
from outcomes.tracker import Chosen, filtered_recommendations, public_recommendations

router = Router(tags=["lists"])


class RecommendationParameters(Schema):
    """The parameters of the list of recommendations."""

    # "" is the same as no parameter: forms send empty ones.
    institution: Slug = ""
    status: Literal["", "adopted", "answered", "waiting", "unsent", "declined"] = ""
    year: int | None = Field(None, ge=1990, le=2200)
    language: Language = ""
    page: int = Field(1, ge=1, le=LAST_PAGE)
    page_size: int = Field(20, ge=1, le=100)


class StepOut(Schema):
    """A step of a recommendation: sent, received, answered, adopted or declined."""

    kind: str
    day: date
    note: str


class RecommendationOut(Schema):
    """A recommendation; `institution` is a slug, empty where its institution is no longer there.

    `is_of_series` says that it speaks for the whole series of its event.
    """

    text: str
    institution: str
    institution_name: str
    status: str
    is_of_series: bool
    days_without_answer: int | None
    steps: list[StepOut]
    url: str


class RecommendationList(Schema):
    """One page of the recommendations, the newest step first."""

    total: int
    page: int
    page_size: int
    results: list[RecommendationOut]


@router.get(
    "/recommendations", response={200: RecommendationList, 400: Problem}, summary="Recommendations and their answers"
)
def recommendations(request: HttpRequest, parameters: Query[RecommendationParameters]) -> dict[str, Any]:
    """Answer everybody with one page of the public recommendations, narrowed by the parameters, as JSON."""
    language = parameters.language or get_language() or "en"
    year = str(parameters.year) if parameters.year else ""
    found = filtered_recommendations(
        public_recommendations(language), Chosen(parameters.institution, parameters.status, year)
    )
    start = (parameters.page - 1) * parameters.page_size
    # By id too, so that two of the same day keep their order over the parts.
    rows = found.select_related("institution", "entry").order_by("-last_on", "-pk")
    absolute = absolute_addresses(request)
    return {
        "total": found.count(),
        "page": parameters.page,
        "page_size": parameters.page_size,
        "results": [
            recommendation_out(row, language, absolute(row.url)) for row in rows[start : start + parameters.page_size]
        ],
    }


def recommendation_out(row: RecommendationRow, language: str, url: str) -> dict[str, Any]:
    """Return a public recommendation's fields as a dict for the API, the institution's name in a language."""
    institution, shown = row.institution, row.shown
    return {
        "text": row.text,
        "institution": institution.slug if institution else "",
        "institution_name": institution.name_in(language) if institution else "",
        "status": row.outcome,
        "is_of_series": row.is_of_series,
        "days_without_answer": shown.days_waited,
        "steps": row.steps,
        "url": url,
    }
