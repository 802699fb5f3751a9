"""The organizations' pages: built, placed in their trees in both languages, and published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from wagtail.models import Page

from accounts.models import User
from blog.models import PublicationPage
from demo import content_files
from demo.content_files import DemoOrganization, DemoPage
from demo.loader import check_ins
from demo.loader.backdating import date_page
from demo.loader.page_builder import PageBuilder
from demo.progress import ProgressBar
from events.models import EventPage, Series
from orgs.models import Organization, OrgContentPage
from vocabulary.models import Place, Topic


@dataclass(frozen=True)
class LoadContext:
    """The organization, author, series and present time for which pages are made."""

    organization: Organization
    author: User | None
    series: dict[str, Series]
    now: dt.datetime


def add_series() -> dict[str, Series]:
    """Create the demo's series of events where missing, and return all of them by slug."""
    return {
        slug: Series.objects.get_or_create(slug=slug, defaults=names)[0]
        for slug, names in content_files.series().items()
    }


def add_pages(demo_org: DemoOrganization, context: LoadContext, progress: ProgressBar) -> list[OrgContentPage]:
    """Create the demo pages of an organization that are missing, publish the live ones; return the new pages."""
    homes = {
        home.locale.language_code: home.page for home in context.organization.homes.select_related("page", "locale")
    }
    placer = PagePlacer(homes, PageBuilder(demo_org, context.organization, context.series, context.now), context.author)
    if not placer.missing(demo_org.pages):
        progress.advance(len(demo_org.pages))
        return []
    placer.load_existing()
    added: list[OrgContentPage] = []
    for demo_page in in_order(demo_org.pages):
        added += placer.place(demo_page)
        progress.advance()
    return added


def in_order(demo_pages: tuple[DemoPage, ...]) -> list[DemoPage]:
    """Return demo pages in an order in which those that others refer to come first: publications, follow-ups.

    Publications first, for others hand out their documents; a follow-up before the event that it follows.
    """
    by_slug = {demo_page.slug: demo_page for demo_page in demo_pages}

    def steps_to_the_last(demo_page: DemoPage) -> int:
        follow_up = demo_page.settings.get("follow_up")
        return 1 + steps_to_the_last(by_slug[follow_up]) if follow_up else 0

    return sorted(demo_pages, key=lambda demo_page: (demo_page.type != "publication", steps_to_the_last(demo_page)))


class PagePlacer:
    """A placer of pages below one page in each language."""

    def __init__(self, parents: dict[str, Page], builder: PageBuilder, author: User | None = None) -> None:
        self.parents, self.builder, self.author = parents, builder, author
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.places = {place.slug: place for place in Place.objects.all()}
        self.existing = {
            (page.slug, language): page
            for language, parent in parents.items()
            for page in Page.objects.child_of(parent).only("slug", "translation_key")
        }

    def missing(self, demo_pages: tuple[DemoPage, ...]) -> bool:
        """Return whether any of these demo pages does not exist yet in one of its languages."""
        wanted = {(demo_page.slug, language) for demo_page in demo_pages for language in demo_page.texts}
        return not wanted <= self.existing.keys()

    def load_existing(self) -> None:
        """Read the documents and events of demo pages that exist already, so that new pages can refer to them."""
        ids = [page.pk for page in self.existing.values()]
        for event in EventPage.objects.filter(pk__in=ids).select_related("locale"):
            self.builder.events[event.slug, event.locale.language_code] = event
        for page in PublicationPage.objects.filter(pk__in=ids).select_related("locale", "document"):
            self.builder.documents[page.slug, page.locale.language_code] = page.document

    def place(self, demo_page: DemoPage) -> list[OrgContentPage]:
        """Create a demo page in each language in which it is missing, and its event's people; return the new pages."""
        known = [
            self.existing[demo_page.slug, language]
            for language in demo_page.texts
            if (demo_page.slug, language) in self.existing
        ]
        key = known[0].translation_key if known else uuid4()
        if (demo_page.participants or demo_page.registered) and not known:
            place, times = self.places[demo_page.places[0]], self.builder.times(demo_page)
            check_ins.add(demo_page, key, self.builder.organization, place, times, self.builder.now)
            check_ins.open_registration(demo_page, key, self.builder.organization, place, times[0], self.builder.now)
        return [
            self.place_one(demo_page, language, key)
            for language in demo_page.texts
            if (demo_page.slug, language) not in self.existing
        ]

    def place_one(self, demo_page: DemoPage, language: str, key: object) -> OrgContentPage:
        """Create a demo page in one language, published at its invented date if it is live; return it."""
        parent = self.parents[language]
        page = self.builder.build(demo_page, language)
        page.locale_id, page.translation_key, page.owner = parent.locale_id, key, self.author
        page.topics = [self.topics[slug] for slug in demo_page.topics]
        page.places = [self.places[slug] for slug in demo_page.places]
        when = demo_page.published_at(self.builder.now)
        # Wagtail does not change a first date of publication that is set.
        page.first_published_at = when if demo_page.is_live else None
        parent.add_child(instance=page)
        # clean=False: add_child has just validated the page.
        revision = page.save_revision(user=self.author, clean=False)
        if demo_page.is_live:
            revision.publish(skip_permission_checks=True)
            date_page(page, revision, when)
        return page
