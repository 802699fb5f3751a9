"""A portal in Khmer with one of everything, and what of its words people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page, Site

from accounts.models import User
from assets.models import Image
from events.models import Series
from help_services.models import HelpServicePage
from moderation.models import HeldDecision, Reason, Submission
from moderation.services import approve, hold_decision, reject, submit, withdraw
from orgs.models import Organization
from press.deciding.taking import ClippingChoice, take
from press.models import Item, Source
from tests.factories import drain_outbox, make_page
from tests.khmer.crawl.khmer_board import KhmerBoard, make_khmer_board
from tests.population import EDITOR, standing_person
from tests.press.press_helpers import make_item, make_source
from tests.sample_pages.models import RECIPE
from tests.tenancy.scenario import OWN, Side, make_side
from translations.services import begin
from vocabulary.models import Institution, Place, SearchTerm, Topic


@dataclass
class KhmerPortal:
    """One organization in Khmer, and pages of hers in states that its scenario does not have."""

    side: Side
    update: Any
    event: Any
    refused: Any
    taken: Any
    by_trust: Submission
    article: Any
    english: Any
    translated: Any
    sent: Submission
    item: Item
    board: KhmerBoard
    publication: Any
    help: Any


def make_khmer_portal() -> KhmerPortal:
    # Before the own site of the organization: the admin's screens show the first.
    Source.objects.create(name_en=f"{OWN} Daily", name_km=f"{OWN} ទិនានុប្បវត្តិ", feed="https://news.example.org/feed")
    side = make_side("ourown-circle", OWN, "km")
    let_everybody_read_khmer()
    editor = standing_person(EDITOR)
    pages = {name: page(side, "update", f"{OWN} នារី", live=False) for name in ("first", "refused", "taken")}
    reject(submitted(side, pages["refused"]), editor, f"{OWN} មូលហេតុ")
    approve(submitted(side, pages["taken"]), editor)
    withdraw(Page.objects.get(pk=pages["taken"].pk), editor, f"{OWN} មូលហេតុ")
    Image.objects.filter(pk=side.image.pk).update(people="none")
    # The desk shows every value of every block.
    sent = submitted(side, page(side, "article", f"{OWN} នារី", live=False, body=body(side)))
    trusting = submitted(side, page(side, "update", f"{OWN} នារី", live=False))
    approve(trusting, editor)
    Submission.objects.filter(pk=trusting.pk).update(is_by_trust=True, post_review="due")
    hold_some(side, editor)
    article = page(side, "article", f"{OWN} នារី", live=True, body=body(side), places=Place.objects.all()[:2])
    topics = Topic.objects.all()[:2]
    publication = page(side, "publication", f"{OWN} នារី", live=True, document=side.document, topics=topics)
    offered = page(side, "help", f"{OWN} នារី", live=True)
    english = make_page("update", side.organization, live=True, title=f"{OWN} នារី", text=f"{OWN} ខ្លឹមសារ")
    names = {"name_en": f"{OWN} Series", "name_km": f"{OWN} ស៊េរី"}
    series = Series.objects.create(slug="ourown-series", **names)
    page(side, "event", f"{OWN} នារី", live=True, series=series)
    Institution.objects.create(slug="ourown", name_en=f"{OWN} Ministry", name_km=f"{OWN} ក្រសួង")
    item = fill_press_desk(editor)
    drain_outbox()
    event = page(side, "event", f"{OWN} នារី", live=False)
    translated = begin(article, english.locale, side.officer).get_target_instance()
    states = (pages["first"], event, pages["refused"], pages["taken"], trusting)
    board = make_khmer_board(side.organization)
    return KhmerPortal(side, *states, article, english, translated, sent, item, board, publication, offered)


def hold_some(side: Side, editor: User) -> None:
    """Hold each decision on a page of its own, and drop the rejection: the desk tells both above its list."""
    for decision in HeldDecision.Decision:
        waiting = submitted(side, page(side, "update", f"{OWN} នារី", live=False))
        hold_decision(waiting, editor, decision, reason=f"{OWN} មូលហេតុ")
    HeldDecision.objects.filter(decision=HeldDecision.Decision.REJECT).update(why_dropped=f"{OWN} មូលហេតុ")


def fill_press_desk(editor: User) -> Item:
    """Return an item that waits, with another of its story; a third was taken."""
    source = Source.objects.press().get()
    waiting, *others = [
        make_item(source, f"{OWN} គ្លីនិក", language="km", excerpt=f"{OWN} ខ្លឹមសារ") for _number in range(3)
    ]
    Item.objects.filter(pk__in=[waiting.pk, others[0].pk]).update(story=waiting.pk)
    # Of another source: one that has clippings cannot be deleted.
    Item.objects.filter(pk=others[1].pk).update(source=make_source(f"{OWN} Weekly", name_km=f"{OWN} ទស្សនាវដ្តី"))
    others[1].refresh_from_db()
    take(others[1].pk, editor, others[1].content_hash, ClippingChoice())
    return waiting


def page(side: Side, kind: str, title: str, **fields: Any) -> Any:
    summary = {} if kind == "update" else {"summary": f"{OWN} ខ្លឹមសារ"}
    text = {"text": f"{OWN} ខ្លឹមសារ"} if kind == "update" else {}
    return make_page(kind, side.organization, "km", owner=side.officer, title=title, **(summary | text | fields))


def submitted(side: Side, page: Any) -> Submission:
    submit(page, side.officer)
    return Submission.objects.get(page=page)


def body(side: Side) -> list[tuple[str, Any]]:
    return [
        ("heading", {"text": f"{OWN} ចំណងជើង", "level": "h2"}),
        ("paragraph", f"<p>{OWN} ខ្លឹមសារ</p>"),
        ("picture", {"image": side.image, "alt_text": f"{OWN} រូប", "caption": f"{OWN} រូប"}),
        ("quotation", {"text": f"{OWN} ខ្លឹមសារ", "source": f"{OWN} ប្រភព"}),
        ("document", {"document": side.document, "title": ""}),
        ("video", {"title": f"{OWN} វីដេអូ", "url": "https://www.youtube.com/watch?v=x"}),
        ("count", {"title": f"{OWN} ចំនួន", "women": 12, "men": 7}),
    ]


def let_everybody_read_khmer() -> None:
    for person in User.objects.all():
        person.language = "km"
        person.first_name = person.first_name or "សុខា"
        person.save()


def content() -> set[str]:
    """Return what people wrote: names of organizations and terms, titles, reasons, and all that begins with a word."""
    found = {*Page.objects.values_list("title", flat=True), *written_here()}
    found |= {OWN, *HelpServicePage.objects.values_list("phone", flat=True)}
    found |= {*Organization.objects.values_list("slug", flat=True), *Site.objects.values_list("hostname", flat=True)}
    found |= {
        *Organization.objects.values_list("name_en", flat=True),
        *Reason.objects.values_list("name_en", flat=True),
    }
    for term in (Topic, Place, SearchTerm, Institution):
        found |= {text for row in term.objects.values() for name, text in row.items() if name.endswith("_en")}
    form = RECIPE.short_form
    assert form
    return found | {str(RECIPE.label), str(RECIPE.tab.title if RECIPE.tab else ""), str(form.new_title)}


def written_here() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                found = model._base_manager.filter(**{f"{field.name}__istartswith": OWN})
                yield from (text for text in found.values_list(field.name, flat=True) if len(text) < 300)
