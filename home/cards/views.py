"""The views that serve share cards."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.models import CatalogEntry
from home.cards.drawing import RIND, Card, draw
from home.cards.storage import card_of, fingerprint, stored_card


@require_safe
def page_card(request: HttpRequest, page_id: int) -> HttpResponse:
    """Serve the share card (link preview picture) of a public page as PNG, or 304; 404 for other pages (view)."""
    public = CatalogEntry.objects.public().pages().select_related("organization")
    card = card_of(get_object_or_404(public, pk=page_id))
    return _answer(request, card, stored_card(page_id, card))


@require_safe
def portal_card(request: HttpRequest, language: str) -> HttpResponse:
    """Serve the portal's own share card in a language as PNG, or 304; 404 for an unknown language (view)."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    card, png = _portal(language)
    return _answer(request, card, png)


# One for each language.
@lru_cache(maxsize=2)
def _portal(language: str) -> tuple[Card, bytes]:
    """Return the card of the portal in a language, drawn once in each process."""
    with override(language):
        title = _("Women’s organizations of Cambodia, in one place")
    card = Card(title=title, who="Neary នារី", letter="N", brand_colour=RIND)
    return card, draw(card)


def _answer(request: HttpRequest, card: Card, png: bytes) -> HttpResponse:
    """Return a card with its ETag, or 304 to a browser that has it already."""
    # "no-cache" lets clients keep it, but they ask each time: the card of a withdrawn page is gone at once.
    etag = quote_etag(fingerprint(card))
    response = HttpResponse(png, content_type="image/png", headers={"ETag": etag, "Cache-Control": "no-cache"})
    return get_conditional_response(request, etag=etag, response=response) or response
