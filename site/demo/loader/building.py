"""Pages of each kind, built from a piece in one language but not yet placed in the tree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from assets.models import Document, Image
from blog.models import ArticlePage, PublicationPage, UpdatePage
from demo import markup, pdf
from demo.drawings.covers import cover
from demo.loader import streams
from demo.loader.files import CREDITS, add_document, add_image
from demo.pieces import Piece, Sketch
from events.models import EventPage, Participants, Series
from help_services.models import HelpServicePage
from home.models import StandardPage
from orgs.models import Organization, OrgContentPage


@dataclass
class Workshop:
    """What the pages of one organization are built with."""

    sketch: Sketch
    organization: Organization
    series: dict[str, Series]
    now: dt.datetime
    # The papers of its publications by slug and language, and its events, for those that refer to them.
    papers: dict[tuple[str, str], Document] = field(default_factory=dict)
    events: dict[tuple[str, str], EventPage] = field(default_factory=dict)

    def build(self, piece: Piece, language: str) -> OrgContentPage:
        """A page without a parent; its pictures and papers are made and stored."""
        text = piece.texts[language]
        page = BUILDERS[piece.type](self, piece, text, language)
        page.title, page.slug = text.title, piece.slug
        page.summary = "" if piece.type == "update" else text.summary
        page.live = False
        return page

    def picture(self, piece: Piece, text: markup.Text, language: str) -> Image | None:
        """The picture at the head of a piece: one a language, for its words are part of it."""
        if "picture" not in piece.settings:
            return None
        return add_image(
            self.sketch.drawing(piece.settings["picture"], piece.slug),
            f"{piece.slug} {language}",
            self.organization,
            description=text.note("alt"),
            credit=text.note("caption") or CREDITS[language],
        )

    def body(self, text: markup.Text, language: str) -> str:
        return streams.body(
            text.blocks,
            lambda block: self.paper(block.publication, language),
            lambda block: add_image(
                self.sketch.drawing(block.scene, block.caption),
                f"{block.scene} {language}",
                self.organization,
                description=block.alt,
                credit=CREDITS[language],
            ),
        )

    def paper(self, publication: str, language: str) -> Document:
        """The paper in the reader's language, or in the other where it is not written in hers."""
        other = {"en": "km", "km": "en"}[language]
        return self.papers.get((publication, language)) or self.papers[publication, other]


# Kinds of links by the note that holds them: @video is a block of the text.
LINKS = {"press": "press", "video": "video-link"}


def update_page(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> UpdatePage:
    words = [text.summary, *text.paragraphs()]
    return UpdatePage(text="\n\n".join(filter(None, words)), image=shop.picture(piece, text, language))


def article_page(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> ArticlePage:
    return ArticlePage(image=shop.picture(piece, text, language), body=shop.body(text, language))


def standard_page(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> StandardPage:
    return StandardPage(body=shop.body(text, language))


def publication_page(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> PublicationPage:
    organization = shop.organization.name_in(language)
    colour, issued = shop.sketch.colour, piece.published_at(shop.now).date()
    paper = add_document(pdf.report(text, language, organization, colour, issued), text.title, shop.organization)
    shop.papers[piece.slug, language] = paper
    front = add_image(
        cover(text.title, organization, colour),
        f"{piece.slug} cover {language}",
        shop.organization,
        description={"en": "Cover: {}", "km": "ក្រប៖ {}"}[language].format(text.title),
    )
    return PublicationPage(
        issued_on=issued,
        authors=organization,
        findings=streams.rich_list(text.notes["findings"]),
        recommendations=streams.rich_list(text.notes["recommendations"]),
        document=paper,
        cover=front,
    )


def event_page(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> EventPage:
    begin, end = (at(piece.held_on(timezone.localdate(shop.now)), hour) for hour in piece.hours())
    page = EventPage(
        kind=piece.settings["kind"],
        theme=text.note("theme"),
        starts_at=begin,
        ends_at=end,
        venue=text.note("venue"),
        series=shop.series.get(piece.settings.get("series", "")),
        image=shop.picture(piece, text, language),
        other_partners=text.note("other-partners"),
        body=shop.body(text, language),
        hashtags=text.note("hashtags"),
        findings=streams.rich_list(text.notes.get("findings", [])),
        recommendations=streams.rich_list(text.notes.get("recommendations", [])),
        follow_up=shop.events.get((piece.settings.get("follow_up", ""), language)),
        **event_streams(shop, piece, text, language),
    )
    page.partners = Organization.objects.filter(slug__in=piece.settings.get("partners", []))
    page.participants = [
        Participants(kind=kind, women=women, men=men, sort_order=order)
        for order, (kind, women, men) in enumerate(piece.participants)
    ]
    shop.events[piece.slug, language] = page
    return page


def help_service_page(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> HelpServicePage:
    settings = piece.settings
    return HelpServicePage(
        kind=settings["kind"],
        phone=settings["phone"],
        is_always_open=settings.get("always", False),
        hours=text.note("hours"),
        languages=text.note("languages"),
        is_nationwide=settings.get("nationwide", False),
        what_happens="".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs()),
        verified_on=timezone.localdate(shop.now) - dt.timedelta(days=settings["verified"]),
    )


def event_streams(shop: Workshop, piece: Piece, text: markup.Text, language: str) -> dict[str, Any]:
    """Who leads it, what happens when, what was handed out, and where it was told of."""
    programme = [markup.halves(item) for item in text.notes.get("programme", [])]
    papers = [shop.paper(slug, language) for slug in piece.settings.get("materials", [])]
    links = [(kind, *markup.halves(item)) for kind, note in LINKS.items() for item in text.notes.get(note, [])]
    return {
        "people": streams.stream(("person", {"role": role, "name": ""}) for role in text.notes.get("led-by", [])),
        "programme": streams.stream(("item", {"time": time, "what": what}) for time, what in programme),
        "materials": streams.stream(("document", {"document": paper.pk, "title": paper.title}) for paper in papers),
        "links": streams.stream(("link", {"kind": kind, "title": title, "url": url}) for kind, url, title in links),
    }


def at(day: dt.date, hour: dt.time) -> dt.datetime:
    """That hour in Cambodia."""
    return timezone.make_aware(dt.datetime.combine(day, hour))


BUILDERS = {
    "update": update_page,
    "article": article_page,
    "publication": publication_page,
    "event": event_page,
    "help": help_service_page,
    "page": standard_page,
}
