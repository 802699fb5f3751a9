"""The portal's own pages: about, how review works, the programme's."""

from __future__ import annotations

import datetime as dt

from wagtail.models import Page

from blog.models import PublicationPage
from demo import content_files
from demo.content_files import DemoPortalPage
from demo.loader.page_builder import PageBuilder
from demo.loader.pages import PagePlacer
from home.models import HomePage, OperatorDetails
from orgs.models import Organization


def add(now: dt.datetime) -> list[int]:
    """Create the demo's operator data and portal pages where missing, and return the ids of the new pages."""
    add_operator()
    programme = Organization.objects.programme()
    builder = PageBuilder(content_files.organizations()[0], programme, {}, now)
    documents = PublicationPage.objects.filter(organization=programme).select_related("locale", "document")
    for page in documents:
        builder.documents[page.slug, page.locale.language_code] = page.document
    fronts = {front.locale.language_code: front for front in HomePage.objects.select_related("locale")}
    return _add_below(fronts, content_files.portal_pages(), builder)


def add_operator() -> None:
    """Save the demo's invented data about the portal's operator, unless some is stored already."""
    if not OperatorDetails.objects.exists():
        OperatorDetails.objects.create(**content_files.operator())


def _add_below(parents: dict[str, Page], wanted: tuple[DemoPortalPage, ...], builder: PageBuilder) -> list[int]:
    """Add pages below these parents, then the pages below those; return the ids of new ones."""
    placer = PagePlacer(parents, builder)
    ids = []
    for demo_page in wanted:
        ids += [placed.pk for placed in placer.place(demo_page.page)]
        if demo_page.children:
            below = {
                language: Page.objects.child_of(parent).get(slug=demo_page.page.slug)
                for language, parent in parents.items()
            }
            ids += _add_below(below, demo_page.children, builder)
    return ids
