"""The views of the portal's own lists, and the view that finds Wagtail's pages by their address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from assets.models import Image
from catalog.listing import PAGE_SIZE, pieces
from catalog.models import CatalogEntry
from catalog.page_context import other_language
from catalog.terms import topics as vocabulary
from home.counts import count_publications
from home.help_page import help_context
from home.organizations.tabs import organization_header, organization_list
from orgs.models import Organization, OrgContentPage


@require_safe
# Else a cache would send all visitors to the first one's language.
@vary_on_headers("Accept-Language", "Cookie")
def redirect_to_language(request: HttpRequest) -> HttpResponse:
    """Redirect a visitor of "/" to the front page in the language of the visitor's cookie or browser."""
    return redirect(f"/{get_language()}/")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the public page at a path; redirect to `untranslated` if only the other language has it; else 404 (view).

    It takes fewer queries than Wagtail's walk down the tree. What is not found so (a front page with another slug, a
    second site) Wagtail looks for itself. A page that exists in the other language alone is not shown: a page says so
    and links to it.
    """
    language = get_language() or "en"
    found = page_at(language, path)
    if found is not None and found.live:
        # Wagtail's serve() takes this result instead of searching the tree itself.
        request._wagtail_route_for_request = RouteResult(with_related(found))  # type: ignore[attr-defined]
    try:
        return serve(request, path)
    # Only after Wagtail found nothing: pages below other sites are still served.
    except Http404:
        twin = page_at(other_language(language), path)
        if twin is None or not CatalogEntry.objects.public().filter(pk=twin.pk).exists():
            raise
        return redirect("untranslated", page_id=twin.pk)


def page_at(language: str, path: str) -> Page | None:
    """Return the page at a path below a language's front page, live or not; None where there is none."""
    front = f"front-{language}"
    # Filtered by slug too, because the database has an index for that.
    slug = path.rstrip("/").rpartition("/")[2] or front
    return Page.objects.filter(slug=slug, url_path=f"/{front}/{path}").first()


def with_related(page: Page) -> Page:
    """Return the page in its specific class, with the language, organization and pictures that templates need."""
    model = page.specific_class
    needed = ["locale", "organization"] if issubclass(model, OrgContentPage) else ["locale"]
    # Pictures of all kinds are fields of this class; those in blocks are fetched by the page itself.
    needed += [field.name for field in model._meta.fields if field.related_model is Image]
    return model.objects.select_related(*needed).get(pk=page.pk)


def organization_home(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve an organization's public home; redirect if it is in the other language only; 404 if in none (view)."""
    return page(request, f"organizations/{slug}/")


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Show everybody the list of all topics with their numbers of public pages (view)."""
    counted = count_publications().topics()
    return render(request, "home/topic_index.html", {"section": "topics", "topics": counted})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the public pages on a topic, newest first, and its public organizations; 404 for an unknown topic (view)."""
    chosen = vocabulary.by_slug(slug)
    if chosen is None:
        raise Http404
    shown = Paginator(pieces(get_language() or "en").on_topic(chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "topics",
        "topic": chosen,
        "entries": shown.object_list,
        "number": shown.number,
        "last": shown.paginator.num_pages,
        "total": shown.paginator.count,
        "organizations": Organization.objects.public().filter(topics=chosen).prefetch_related("places"),
    }
    return render(request, "home/topic.html", context)


@require_safe
def organization_tab(request: HttpRequest, slug: str, tab: str) -> HttpResponse:
    """Show one list of a public organization, such as its articles; 404 if it is not public (view)."""
    organization = public_organization(slug)
    context = organization_list(organization, tab, request.GET.get("page", "1"))
    return render(request, "home/organization_list.html", context)


@require_safe
def organization_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a public organization's contact details; 404 if the organization is not public (view)."""
    return render(request, "home/organization_contact.html", organization_header(public_organization(slug), "contact"))


def public_organization(slug: str) -> Organization:
    """Return a public organization by slug. Raises Http404 if it is unknown or not public."""
    public = Organization.objects.public().select_related("logo").prefetch_related("places", "topics")
    return get_object_or_404(public, slug=slug)


@require_safe
def find_help(request: HttpRequest) -> HttpResponse:
    """Show everybody the help page: help services and organizations, by kind of help and province (view)."""
    return render(request, "home/help.html", help_context(request.GET, get_language() or "en"))


@require_safe
def untranslated(request: HttpRequest, page_id: int) -> HttpResponse:
    """Tell readers that a public page exists in the other language only; redirect once translated; else 404."""
    language = get_language() or "en"
    public = CatalogEntry.objects.public().pages().select_related("organization")
    # A page in the reader's own language has nothing missing.
    entry = get_object_or_404(public.exclude(language=language), pk=page_id)
    twin = public.filter(translation_key=entry.translation_key, language=language).first()
    if twin:
        return HttpResponseRedirect(twin.url)
    context: dict[str, Any] = {
        "entry": entry,
        "written_in": other_language(language),
        "entries": pieces(language).of(entry.organization).filter(language=language)[:3],
        "alternate": None,
        "switch": entry.url,
    }
    return render(request, "home/untranslated.html", context)
