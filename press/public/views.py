"""The views of the press review: the list for readers, Atom and JSON Feed for programs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional_response
from feed.formats import Channel
from feed.views import ATOM, ITEMS_IN_FEED, JSON_FEED
from press.models import Source
from press.public.choices import PressChoices, clipping_counts, read_choices
from press.public.feeds import press_atom, press_json
from press.public.listing import chosen_entries, press_review, with_sources


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show everybody the public clippings by day, page by page, narrowed by topic, source and date (view)."""
    return render(request, "press/press_review.html", press_review(get_language() or "en", request.GET))


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Serve everybody the newest public clippings of all or one topic or source as Atom, or 304."""
    return feed_response(request, press_atom, ATOM)


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """Serve everybody the newest public clippings of all or one topic or source as JSON Feed, or 304."""
    return feed_response(request, press_json, JSON_FEED)


def feed_response(request: HttpRequest, write: Callable[..., bytes], content_type: str) -> HttpResponse:
    """Return the newest public clippings of the chosen topic and source, written by `write`, or 304."""
    language, chosen = get_language() or "en", read_choices(request.GET)
    # A date makes no feed: nothing would ever follow.
    chosen = PressChoices(chosen.topic, chosen.source)
    sources = Source.objects.press().in_bulk({each.source for each in clipping_counts()})
    clippings = with_sources(chosen_entries(language, chosen)[:ITEMS_IN_FEED], sources)
    query = chosen.query() if chosen != PressChoices() else ""
    source = sources.get(chosen.source or 0)
    told = [gettext("Press review"), *(each.name for each in (chosen.topic, source) if each)]
    channel = Channel(
        title=" · ".join(told),
        description=gettext("What local media write on women, chosen by editors. The whole text stands at its source."),
        home=request.build_absolute_uri(f"/{language}/press/{query}"),
        feed=request.build_absolute_uri(f"{request.path}{query}"),
        language=language,
    )
    # No date beside the ETag: a clipping that is gone would make the newest one's date go back.
    body = write(channel, clippings, request.build_absolute_uri)
    return conditional_response(request, body, content_type, None, language)
