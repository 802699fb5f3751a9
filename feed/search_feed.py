"""Any search as an Atom feed of what it finds, newest first."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.http_validators import conditional_response
from feed import formats
from feed.items import FeedItem
from feed.views import ATOM, ITEMS_IN_FEED
from search.engines import get_engine
from search.engines.base import Query
from search.query import parameters


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Serve the newest public search results as an Atom feed, or 304; empty for an unreadable date (a view).

    Order and page are left out. With an unreadable date the feed is empty and says so: it would hold what nobody asked
    for.
    """
    language = get_language() or "en"
    parsed = parameters.parse_parameters(request.GET, language)
    asked = parsed.query
    items = [] if parsed.problems else newest_found(asked)
    # link_to() keeps the known parameters only, so that nothing made up gets into the feed.
    page = f"/{language}/search/{parameters.link_to(request.GET)}"
    channel = formats.Channel(
        title=f"{gettext('Search')}: {asked.text[:100]}" if asked.text else gettext("Search"),
        description=" ".join(parsed.problems) or gettext("Search results on Neary, newest first"),
        home=request.build_absolute_uri(page),
        feed=request.build_absolute_uri(f"{request.path}{parameters.link_to(request.GET)}"),
        language=language,
    )
    changed = max((each.changed_at for each in items), default=None)
    body = formats.atom(channel, items, request.build_absolute_uri)
    return conditional_response(request, body, ATOM, changed, language)


def newest_found(asked: Query) -> list[FeedItem]:
    """Return the newest public entries that match a search, as feed items, up to a feed's length."""
    result = get_engine().search(replace(asked, order="newest", page=1, page_size=ITEMS_IN_FEED, with_facets=False))
    return [FeedItem(hit.entry, "published", hit.entry.published_at) for hit in result.hits]
