"""Pages of each kind, built from a demo page in one language but not yet placed in the tree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from assets.models import Document, Image
from blog.models import ArticlePage, PublicationPage, UpdatePage
from demo import markup, pdf
from demo.content_files import DemoOrganization, DemoPage
from demo.drawings.covers import cover
from demo.loader.files import CREDITS, add_document, add_image
from demo.loader.recommendations import addressed, unaddressed
from demo.loader.stream_values import body as stream_body
from demo.loader.stream_values import competition, rich_list, session, stream
from demo.markup import DemoText
from events.models import EventPage, Series
from help_services.models import HelpServicePage
from home.models import StandardPage
from orgs.models import Organization, OrgContentPage


@dataclass
class PageBuilder:
    """A builder of one organization's pages, with what they refer to."""

    demo_org: DemoOrganization
    organization: Organization
    series: dict[str, Series]
    now: dt.datetime
    # Documents of its publications by slug and language, and its events, for pages that refer to them.
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    events: dict[tuple[str, str], EventPage] = field(default_factory=dict)

    def build(self, demo_page: DemoPage, language: str) -> OrgContentPage:
        """Return an unsaved page of a demo page's text in a language; its pictures and documents are stored."""
        text = demo_page.texts[language]
        page = BUILDERS[demo_page.type](self, demo_page, text, language)
        page.title, page.slug = text.title, demo_page.slug
        page.summary = "" if demo_page.type == "update" else text.summary
        page.live = False
        return page

    def times(self, demo_page: DemoPage) -> tuple[dt.datetime, dt.datetime]:
        """Return begin and end of a demo event as aware times."""
        first, (begins, ends) = demo_page.held_on(timezone.localdate(self.now)), demo_page.hours()
        last = first + dt.timedelta(days=demo_page.settings.get("days", 1) - 1)
        return at(first, begins), at(last, ends)

    def picture(self, demo_page: DemoPage, text: DemoText, language: str) -> Image | None:
        """Draw and store the picture of a demo page for a language, and return it; None without one.

        There is one for each language, because its words differ.
        """
        if "picture" not in demo_page.settings:
            return None
        return add_image(
            self.demo_org.drawing(demo_page.settings["picture"], demo_page.slug),
            f"{demo_page.slug} {language}",
            self.organization,
            description=text.note("alt"),
            credit=text.note("caption") or CREDITS[language],
        )

    def body(self, text: DemoText, language: str) -> str:
        """Return the JSON of a demo page's body blocks; pictures in it are drawn and stored."""
        return stream_body(
            text.blocks,
            lambda block: self.document(block.publication, language),
            lambda block: add_image(
                self.demo_org.drawing(block.scene, block.caption),
                f"{block.scene} {language}",
                self.organization,
                description=block.alt,
                credit=CREDITS[language],
            ),
        )

    def document(self, publication: str, language: str) -> Document:
        """Return the stored document of a demo publication in a language, else the other language's."""
        other = {"en": "km", "km": "en"}[language]
        return self.documents.get((publication, language)) or self.documents[publication, other]


# Kinds of links, each with its note. @video is a block of the text, so links to videos have another note.
LINKS = {"press": "press", "video": "video-link"}


def update_page(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> UpdatePage:
    """Return the unsaved page of an update, made of a demo page's text; its picture is stored."""
    words = [text.summary, *text.paragraphs()]
    return UpdatePage(text="\n\n".join(filter(None, words)), image=builder.picture(demo_page, text, language))


def article_page(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> ArticlePage:
    """Return the unsaved page of an article, made of a demo page's text; its pictures are stored."""
    return ArticlePage(image=builder.picture(demo_page, text, language), body=builder.body(text, language))


def standard_page(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> StandardPage:
    """Return the unsaved standard page of the portal, made of a demo page's text."""
    return StandardPage(body=builder.body(text, language))


def publication_page(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> PublicationPage:
    """Return the unsaved page of a publication, made of a demo page's text; its PDF and cover are stored."""
    organization = builder.organization.name_in(language)
    colour, issued = builder.demo_org.colour, demo_page.published_at(builder.now).date()
    document = add_document(pdf.report(text, language, organization, colour, issued), text.title, builder.organization)
    builder.documents[demo_page.slug, language] = document
    front = add_image(
        cover(text.title, organization, colour),
        f"{demo_page.slug} cover {language}",
        builder.organization,
        description={"en": "Cover: {}", "km": "ក្រប៖ {}"}[language].format(text.title),
    )
    return PublicationPage(
        issued_on=issued,
        authors=organization,
        findings=rich_list(text.notes["findings"]),
        recommendations=rich_list(text.notes["recommendations"]),
        document=document,
        cover=front,
    )


def event_page(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> EventPage:
    """Return the unsaved page of a demo event, made of its text, and remember it for events that refer to it."""
    begin, end = builder.times(demo_page)
    page = EventPage(
        kind=demo_page.settings["kind"],
        theme=text.note("theme"),
        starts_at=begin,
        ends_at=end,
        venue=text.note("venue"),
        series=builder.series.get(demo_page.settings.get("series", "")),
        image=builder.picture(demo_page, text, language),
        other_partners=text.note("other-partners"),
        body=builder.body(text, language),
        hashtags=text.note("hashtags"),
        findings=rich_list(text.notes.get("findings", [])),
        recommendations=rich_list(unaddressed(demo_page, text)),
        addressed_recommendations=addressed(demo_page, text, timezone.localdate(begin)),
        follow_up=builder.events.get((demo_page.settings.get("follow_up", ""), language)),
        **event_streams(builder, demo_page, text, language),
    )
    page.partners = Organization.objects.filter(slug__in=demo_page.settings.get("partners", []))
    builder.events[demo_page.slug, language] = page
    return page


def help_service_page(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> HelpServicePage:
    """Return the unsaved page of a help service, made of a demo page's text."""
    settings = demo_page.settings
    return HelpServicePage(
        kind=settings["kind"],
        phone=settings["phone"],
        is_always_open=settings.get("always", False),
        hours=text.note("hours"),
        languages=text.note("languages"),
        is_nationwide=settings.get("nationwide", False),
        what_happens="".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs()),
        verified_on=timezone.localdate(builder.now) - dt.timedelta(days=settings["verified"]),
    )


def event_streams(builder: PageBuilder, demo_page: DemoPage, text: DemoText, language: str) -> dict[str, Any]:
    """Return the stream fields of a demo event as JSON: people, competition, programme, materials, links."""
    first = timezone.localdate(builder.times(demo_page)[0])
    programme = [markup.halves(item) for item in text.notes.get("programme", [])]
    documents = [builder.document(slug, language) for slug in demo_page.settings.get("materials", [])]
    links = [(kind, *markup.halves(item)) for kind, note in LINKS.items() for item in text.notes.get(note, [])]
    return {
        "people": stream(("person", {"role": role, "name": ""}) for role in text.notes.get("led-by", [])),
        "competition": competition(text.notes.get("competition", []), text.note("judging")),
        "programme": stream(("item", session(when, what, first)) for when, what in programme),
        "materials": stream(("document", {"document": document.pk, "title": document.title}) for document in documents),
        "links": stream(("link", {"kind": kind, "title": title, "url": url}) for kind, url, title in links),
    }


def at(day: dt.date, hour: dt.time) -> dt.datetime:
    """Return a date and a time of day in Cambodia as one aware datetime."""
    return timezone.make_aware(dt.datetime.combine(day, hour))


BUILDERS = {
    "update": update_page,
    "article": article_page,
    "publication": publication_page,
    "event": event_page,
    "help": help_service_page,
    "page": standard_page,
}
