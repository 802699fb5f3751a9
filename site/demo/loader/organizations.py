"""The invented organizations, created as the portal creates any."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.models import Page

from accounts.models import User
from demo.content_files import DemoOrganization
from demo.drawings.logos import logo
from demo.loader.files import add_document, add_image
from demo.pdf import note
from home.organizations.page_tree import provision
from moderation.services import change_tier
from orgs.models import Organization
from vocabulary.models import Place, Topic

FIELDS = ("name_en", "name_km", "description_en", "description_km", "colour", "tier", "email", "website")
# Days between the joining of one organization and that of the next.
APART = 37
LAST_JOINED = 120
TRUSTED_BECAUSE = "Its pages were in order for years."


def add(demo_org: DemoOrganization, now: dt.datetime) -> Organization:
    """Return a demo organization; create it, or complete one without description, with files, topics, places and logo.

    An empty programme is filled in.
    """
    known = Organization.objects.filter(slug=demo_org.slug).first()
    if known and known.description_en:
        return known
    fields: dict[str, Any] = {name: demo_org.settings[name] for name in FIELDS}
    if fields["tier"] == Organization.Tier.TRUSTED:
        fields["tier"] = Organization.Tier.VERIFIED
    if known:
        for name, value in fields.items():
            setattr(known, name, value)
    organization = known or provision(slug=demo_org.slug, **fields)
    organization.topics.set(Topic.objects.filter(slug__in=demo_org.settings["topics"]))
    organization.places.set(Place.objects.filter(slug__in=demo_org.settings["places"]))
    add_private_files(demo_org, organization)
    organization.logo = add_image(logo(demo_org.settings["logo"], demo_org.colour), organization.name_en, organization)
    organization.save()
    date_from(organization, now - dt.timedelta(days=LAST_JOINED + APART * (20 - demo_org.settings["position"])))
    return organization


def trust(demo_org: DemoOrganization, organization: Organization, editor: User) -> None:
    """Change a demo organization's tier to that of its file, in an editor's name, if it is another one.

    What it sent before still waits for an editor, what it sends later is public at once.
    """
    if organization.tier != demo_org.settings["tier"]:
        change_tier(organization, editor, demo_org.settings["tier"], TRUSTED_BECAUSE)


def add_private_files(demo_org: DemoOrganization, organization: Organization) -> None:
    """Draw and store a demo organization's pictures and documents that no page shows."""
    for row in demo_org.settings["private_images"]:
        add_image(demo_org.drawing(row["scene"], row["title"]), row["title"], organization)
    for row in demo_org.settings["private_documents"]:
        add_document(note(row["title"], demo_org.settings["name_en"]), row["title"], organization)


def date_from(organization: Organization, joined: dt.datetime) -> None:
    """Save the time at which a demo organization joined the portal, also as the date of its home pages."""
    Organization.objects.filter(pk=organization.pk).update(created_at=joined)
    homes = organization.homes.values("page")
    Page.objects.filter(pk__in=homes).update(first_published_at=joined, last_published_at=joined)
