"""The page that leads to help: services, organizations that work on a need, and what they wrote about it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict

from catalog.listing import pieces
from catalog.models import CatalogEntryQuerySet
from catalog.page_context import sharing_topics
from catalog.terms import mask_of, places, topics
from help_services.listing import services
from help_services.models import HelpKind
from home.organizations.directory import choices, counts_by
from orgs.models import Organization
from vocabulary.models import Place, Topic

MOST_ORGANIZATIONS = 60
PIECES = 6


# The topics of each kind of help: organizations that work on them, and pages about them, are shown.
TOPICS = {
    HelpKind.URGENT: ("rape", "domestic-violence", "human-trafficking"),
    HelpKind.SHELTER: ("domestic-violence", "rape", "human-trafficking", "social-security"),
    HelpKind.LAW: ("law", "rape", "domestic-violence", "human-trafficking"),
    HelpKind.HEALTH: ("health", "rape", "domestic-violence"),
    HelpKind.COUNSELLING: ("health", "rape", "domestic-violence"),
    HelpKind.WORK: ("economy-and-development", "capacity-building", "social-security"),
}


def help_context(parameters: QueryDict, language: str) -> dict[str, Any]:
    """Return the template context of the help page, filtered by the query string's kind of help and province.

    A value that does not exist filters nothing. Keys: section, kinds (all, in order), kind (the chosen HelpKind or
    None), place (a Place or None), reported, places to choose from ({label, count, url, chosen}), services (with their
    search rows), organizations, entries (what was written on the topics).
    """
    # An unknown value means all kinds: somebody in danger must never meet an error page.
    kind = next((each for each in HelpKind if each.value == parameters.get("kind")), None)
    place = places.by_slug(parameters.get("place", ""))
    helpers = helping_organizations(kind)
    return {
        "section": "help",
        "kinds": list(HelpKind),
        "kind": kind,
        "place": place,
        # Whoever reported that somebody is in danger is led here.
        "reported": parameters.get("reported") == "1",
        "places": choices(parameters, "place", places.all(), counts_by("places", helpers), place),
        "services": services(language, kind or "", place),
        "organizations": working_in(helpers, place).order_by(Lower(f"name_{language}"))[:MOST_ORGANIZATIONS],
        "entries": entries_on_help_topics(kind, language)[:PIECES],
    }


def topics_of(kind: HelpKind | None) -> list[Topic]:
    """Return the topics that belong to a kind of help; those of all kinds for None."""
    wanted = {slug for each in ([kind] if kind else HelpKind) for slug in TOPICS[each]}
    return [topic for topic in topics.all() if topic.slug in wanted]


def helping_organizations(kind: HelpKind | None) -> QuerySet[Organization]:
    """Return the public organizations that work on the topics of a kind of help, or of any kind for None."""
    working = Organization.topics.through.objects.filter(topic__in=topics_of(kind))
    return Organization.objects.public().filter(pk__in=working.values("organization"))


def working_in(helpers: QuerySet[Organization], place: Place | None) -> QuerySet[Organization]:
    """Return those organizations that work in a province (all for None), with places and topics prefetched."""
    near = helpers.filter(places=place) if place else helpers
    return near.prefetch_related("places", "topics")


def entries_on_help_topics(kind: HelpKind | None, language: str) -> CatalogEntryQuerySet:
    """Return the listed public pages on the topics of a kind of help (None means all kinds), newest first."""
    return sharing_topics(pieces(language).pages(), mask_of([*topics_of(kind)]))
