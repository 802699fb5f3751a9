"""The portal's own pages: about, how review works, the programme's."""

from __future__ import annotations

import datetime as dt

from wagtail.models import Page

from blog.models import PublicationPage
from demo import pieces as content
from demo.loader.building import Workshop
from demo.loader.pages import Shelf
from demo.pieces import PortalPage
from home.models import HomePage
from orgs.models import Organization


def add(now: dt.datetime) -> list[int]:
    """Add what is missing; gives the ids of the new pages."""
    programme = Organization.objects.programme()
    workshop = Workshop(content.organizations()[0], programme, {}, now)
    papers = PublicationPage.objects.filter(organization=programme).select_related("locale", "document")
    for page in papers:
        workshop.papers[page.slug, page.locale.language_code] = page.document
    fronts = {front.locale.language_code: front for front in HomePage.objects.select_related("locale")}
    return _add_below(fronts, content.portal_pages(), workshop)


def _add_below(parents: dict[str, Page], wanted: tuple[PortalPage, ...], workshop: Workshop) -> list[int]:
    shelf = Shelf(parents, workshop)
    ids = []
    for page in wanted:
        ids += [placed.pk for placed in shelf.place(page.piece)]
        if page.children:
            below = {
                language: Page.objects.child_of(parent).get(slug=page.piece.slug)
                for language, parent in parents.items()
            }
            ids += _add_below(below, page.children, workshop)
    return ids
