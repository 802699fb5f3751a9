"""Where help is to be found: organizations that work on what a reader needs, and what they wrote about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.directory import choices, counts_by
from orgs.models import Organization
from search.listing import pieces
from search.models import SearchEntryQuerySet
from search.reading import sharing
from search.terms import mask_of, places, topics
from vocabulary.models import Place, Topic

MOST_ORGANIZATIONS = 60
PIECES = 6


@dataclass(frozen=True)
class Kind:
    """A kind of help, and the topics of those who give it."""

    slug: str
    name: str | Promise
    topic_slugs: tuple[str, ...]


KINDS = (
    Kind("law", _("Law and justice"), ("law", "rape", "domestic-violence", "human-trafficking")),
    Kind("shelter", _("A safe place to stay"), ("domestic-violence", "rape", "human-trafficking", "social-security")),
    Kind("health", _("Health and counselling"), ("health", "rape", "domestic-violence")),
)


def help_context(parameters: QueryDict, language: str) -> dict[str, Any]:
    """Give the help page's context; a kind or province that does not exist is no choice.

    Keys: section, kinds (all, in order), kind (the chosen Kind or None), place (a Place or None), places to choose
    from ({label, count, url, chosen}), organizations, entries (what was written on the topics).
    """
    kind = next((each for each in KINDS if each.slug == parameters.get("kind")), None)
    place = places.named(parameters.get("place", ""))
    helpers = who_helps(kind)
    return {
        "section": "help",
        "kinds": KINDS,
        "kind": kind,
        "place": place,
        "places": choices(parameters, "place", places.all(), counts_by("places", helpers), place),
        "organizations": found_in(helpers, place).order_by(Lower(f"name_{language}"))[:MOST_ORGANIZATIONS],
        "entries": written_on(kind, language)[:PIECES],
    }


def topics_of(kind: Kind | None) -> list[Topic]:
    """The topics of one kind of help, or of all."""
    chosen = (kind,) if kind else KINDS
    wanted = {slug for each in chosen for slug in each.topic_slugs}
    return [topic for topic in topics.all() if topic.slug in wanted]


def who_helps(kind: Kind | None) -> QuerySet[Organization]:
    """The public organizations that work on the topics of a kind of help."""
    working = Organization.topics.through.objects.filter(topic__in=topics_of(kind))
    return Organization.objects.public().filter(pk__in=working.values("organization"))


def found_in(helpers: QuerySet[Organization], place: Place | None) -> QuerySet[Organization]:
    """Those in a province, with their places and topics."""
    near = helpers.filter(places=place) if place else helpers
    return near.prefetch_related("places", "topics")


def written_on(kind: Kind | None, language: str) -> SearchEntryQuerySet:
    """The newest pieces on the topics of a kind of help."""
    return sharing(pieces(language), mask_of([*topics_of(kind)]))
