"""The public pages of the guide for people who write here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.guide.texts import guide_pages


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show everybody the list of the pages of the guide (view)."""
    return render(request, "home/guide.html", {"pages": guide_pages(get_language() or "en").values()})


@require_safe
def page_of_guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody one page of the guide, with the way to the next one; 404 for an unknown one (view)."""
    language = get_language() or "en"
    pages = guide_pages(language)
    if slug not in pages:
        raise Http404
    slugs = [*pages]
    following = slugs[slugs.index(slug) + 1 :]
    context = {
        "guide_page": pages[slug],
        "picture": f"guide/{slug}-{language}.webp",
        "next_page": pages[following[0]] if following else None,
    }
    return render(request, "home/guide_page.html", context)
