"""The pages of the synthetic corpus, complete but not yet written."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from blog.models import ArticlePage, PublicationPage, UpdatePage
from demo.corpus.vocabulary import CorpusVocabulary
from events.models import EventPage
from orgs.models import OrgContentPage
from vocabulary.models import Place, Topic

KINDS = [UpdatePage, ArticlePage, PublicationPage, EventPage]
KIND_WEIGHTS = [40, 40, 8, 12]
BILINGUAL_SHARE = 0.3  # the share (0 to 1) of pages that are written in both languages
MEDIAN_WORDS = {UpdatePage: 30, ArticlePage: 260, PublicationPage: 180, EventPage: 120}
SPREAD = 0.7  # sigma of the log-normal length
SPAN = timedelta(days=3 * 365)
EVENT_KINDS = [choice for choice, _label in EventPage.Kind.choices]


@dataclass
class GeneratedPage:
    """An unsaved page with its language, organization, topics and places."""

    page: OrgContentPage
    language: str
    organization: int  # its number among the organizations
    topics: list[Topic] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def drafts(pages: int, organizations: int, seed: int, now: datetime) -> Iterator[GeneratedPage]:
    """Yield `pages` unsaved pages of invented words, each in English or Khmer; the same seed gives the same texts."""
    source = random.Random(seed)
    languages = {code: CorpusVocabulary(code, seed) for code in ("en", "km")}
    topics, places = list(Topic.objects.all()), list(Place.objects.all())
    made = 0
    while made < pages:
        kind = source.choices(KINDS, KIND_WEIGHTS)[0]
        # A few organizations publish most pages (Pareto distribution).
        organization = min(int(source.paretovariate(1.2)) - 1, organizations - 1)
        published = now - SPAN * source.random()
        about = source.sample(topics, source.choice([1, 1, 2])), source.sample(places, 1)
        first = ("en", "km")[made % 2]
        both = source.random() < BILINGUAL_SHARE and made + 2 <= pages
        # Random whatever the seed is: the same corpus can be loaded twice.
        key = uuid.uuid4()
        # One length for both: a translation has as many paragraphs as its original.
        words = max(8, int(source.lognormvariate(0, SPREAD) * MEDIAN_WORDS[kind]))
        for code in ("en", "km") if both else (first,):
            page = kind(translation_key=key, **texts(kind, languages[code], source, published, words))
            page.first_published_at = page.last_published_at = published
            yield GeneratedPage(page, code, organization, *about)
            made += 1


def texts(
    kind: type[OrgContentPage], language: CorpusVocabulary, source: random.Random, at: datetime, words: int
) -> dict[str, Any]:
    """Return invented values for the text fields of one kind of page with so many words, and for an event's times."""
    title, paragraphs = language.title(source), language.paragraphs(source, words)
    summary = language.sentence(source, 10)[:300]
    if kind is UpdatePage:
        return {"title": title, "text": " ".join(paragraphs)}
    if kind is PublicationPage:
        half = len(paragraphs) // 2
        return {
            "title": title,
            "summary": summary,
            "issued_on": at.date(),
            "findings": markup(paragraphs[:half]),
            "recommendations": markup(paragraphs[half:]),
        }
    body = [("paragraph", markup([paragraph])) for paragraph in paragraphs]
    if kind is ArticlePage:
        return {"title": title, "summary": summary, "body": body}
    starts = at + timedelta(days=source.randint(1, 60))
    return {
        "title": title,
        "summary": summary,
        "body": body,
        "kind": source.choice(EVENT_KINDS),
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=source.randint(2, 8)),
    }


def markup(paragraphs: list[str]) -> str:
    """Return paragraphs of plain text as HTML, each in <p>, not escaped."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
