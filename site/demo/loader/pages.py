"""What the organizations publish: built, placed in their trees in both languages, and published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from wagtail.models import Page

from accounts.models import User
from blog.models import PublicationPage
from demo import pieces as content
from demo.loader.building import Workshop
from demo.loader.dating import date_page
from demo.pieces import Piece, Sketch
from events.models import EventPage, Series
from orgs.models import Organization, OrgContentPage
from vocabulary.models import Place, Topic


@dataclass(frozen=True)
class Setting:
    """For whom and by whom pages are made, and when now is."""

    organization: Organization
    author: User | None
    series: dict[str, Series]
    now: dt.datetime


def add_series() -> dict[str, Series]:
    return {
        slug: Series.objects.get_or_create(slug=slug, defaults=names)[0] for slug, names in content.series().items()
    }


def add_pieces(sketch: Sketch, setting: Setting) -> list[OrgContentPage]:
    """Add the pieces that are missing; gives their pages. Those that are to be live are live."""
    homes = {
        home.locale.language_code: home.page for home in setting.organization.homes.select_related("page", "locale")
    }
    shelf = Shelf(homes, Workshop(sketch, setting.organization, setting.series, setting.now), setting.author)
    if not shelf.missing(sketch.pieces):
        return []
    shelf.remember_what_stands()
    return [page for piece in in_order(sketch.pieces) for page in shelf.place(piece)]


def in_order(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Publications first, for others hand out their papers; a follow-up before the event that it follows."""
    by_slug = {piece.slug: piece for piece in pieces}

    def steps_to_the_last(piece: Piece) -> int:
        follow_up = piece.settings.get("follow_up")
        return 1 + steps_to_the_last(by_slug[follow_up]) if follow_up else 0

    return sorted(pieces, key=lambda piece: (piece.type != "publication", steps_to_the_last(piece)))


class Shelf:
    """Where pages are put: below one page in each language."""

    def __init__(self, parents: dict[str, Page], workshop: Workshop, author: User | None = None) -> None:
        self.parents, self.workshop, self.author = parents, workshop, author
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.places = {place.slug: place for place in Place.objects.all()}
        self.standing = {
            (page.slug, language): page
            for language, parent in parents.items()
            for page in Page.objects.child_of(parent).only("slug", "translation_key")
        }

    def missing(self, pieces: tuple[Piece, ...]) -> bool:
        wanted = {(piece.slug, language) for piece in pieces for language in piece.texts}
        return not wanted <= self.standing.keys()

    def remember_what_stands(self) -> None:
        """Let new pages refer to papers and events of an earlier load."""
        ids = [page.pk for page in self.standing.values()]
        for event in EventPage.objects.filter(pk__in=ids).select_related("locale"):
            self.workshop.events[event.slug, event.locale.language_code] = event
        for page in PublicationPage.objects.filter(pk__in=ids).select_related("locale", "document"):
            self.workshop.papers[page.slug, page.locale.language_code] = page.document

    def place(self, piece: Piece) -> list[OrgContentPage]:
        """Add the page of a piece in each language in which it is missing; they are translations of each other."""
        known = [
            self.standing[piece.slug, language] for language in piece.texts if (piece.slug, language) in self.standing
        ]
        key = known[0].translation_key if known else uuid4()
        return [
            self.place_one(piece, language, key)
            for language in piece.texts
            if (piece.slug, language) not in self.standing
        ]

    def place_one(self, piece: Piece, language: str, key: object) -> OrgContentPage:
        parent = self.parents[language]
        page = self.workshop.build(piece, language)
        page.locale_id, page.translation_key, page.owner = parent.locale_id, key, self.author
        page.topics = [self.topics[slug] for slug in piece.topics]
        page.places = [self.places[slug] for slug in piece.places]
        when = piece.published_at(self.workshop.now)
        # Wagtail keeps a first date that is there already.
        page.first_published_at = when if piece.is_live else None
        parent.add_child(instance=page)
        # What was just added has been looked through already.
        revision = page.save_revision(user=self.author, clean=False)
        if piece.is_live:
            revision.publish(skip_permission_checks=True)
            date_page(page, revision, when)
        return page
