"""Profiles of organizations: names, description, contact, logo, colour. Moderation decides when one is public."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published

from accounts.models import User
from assets.models import Image
from assets.services import add_picture
from assets.signals import file_changing
from common.refusal import Refusal
from common.typed_text.names import skeleton
from orgs.guard import access_scopes
from orgs.models import Organization, OrganizationHome
from orgs.permissions import is_manager

TEXT_FIELDS = ("name_en", "name_km", "description_en", "description_km", "email", "phone", "website", "colour")
# The fields by which readers could take one organization for another.
NAME_FIELDS = ("name_en", "name_km")
TERM_FIELDS = ("topics", "places")
# A profile as it is stored in JSON: TEXT_FIELDS as they are, TERM_FIELDS as lists of slugs, `logo` as an id or None.
Profile = dict[str, Any]


def profile_of(organization: Organization) -> Profile:
    """Return an organization's current profile as a dict: names, texts, contact, topics, provinces, logo id."""
    words = {name: getattr(organization, name) for name in TEXT_FIELDS}
    terms = {name: slugs(getattr(organization, name).all()) for name in TERM_FIELDS}
    return words | terms | {"logo": organization.logo_id}


def profile_version(profile: Profile) -> str:
    """Return a short hash of a profile, which changes when the profile does."""
    # 16 hexadecimal digits: enough to see a change between two readings of one form.
    return sha256(json.dumps(profile, sort_keys=True).encode()).hexdigest()[:16]


def slugs(terms: Any) -> list[str]:
    """Return the sorted slugs of topics or provinces."""
    return sorted(term.slug for term in terms)


def write_profile(organization: Organization, profile: Profile, *, by: User) -> None:
    """Save and log a changed profile, rename the home pages; nothing if unchanged. Rights and names are not checked.

    Called within a transaction. Nobody's right is checked here.

    Nothing is done when it is the same. Saving announces it (orgs.receivers). A logo or a term that is gone meanwhile
    is left out.
    """
    now = profile_of(organization)
    changed = [name for name, value in profile.items() if now[name] != value]
    if not changed:
        return
    for name in TEXT_FIELDS:
        setattr(organization, name, profile[name])
    organization.logo = Image.objects.filter(pk=profile["logo"]).first() if profile["logo"] else None
    for name in TERM_FIELDS:
        terms = getattr(organization, name)
        terms.set(terms.model.objects.filter(slug__in=profile[name]))
    organization.save()
    rename_homes(organization)
    log(instance=organization, action="orgs.profile", user=by, data={"changed": changed})


def refuse_profile(organization: Organization, profile: Profile, by: User) -> None:
    """Raise Refusal unless `by` manages the active organization and no other that `by` may know of has its new name."""
    if not (is_manager(by, organization) and organization.is_active):
        raise Refusal(_("Only a manager of this organization can change its profile."), code="managers_only")
    refuse_name(organization, profile, by)


def refuse_name(organization: Organization, profile: Profile, by: User) -> None:
    """Raise Refusal when the profile's name looks like another organization's that `by` may know of."""
    # Only those that the person may know of: a refusal must not tell that a hidden organization exists.
    others = access_scopes.named_organizations(by).exclude(pk=organization.pk)
    if is_taken([profile[name] for name in NAME_FIELDS], others):
        raise Refusal(_("Another organization has this name."), code="name_taken")


def is_taken(names: Iterable[str], others: QuerySet[Organization]) -> bool:
    """Return whether one of the names looks the same as a name of these other organizations."""
    # A skeleton is the same for letters that look alike, for example a Latin "a" and a Cyrillic one.
    looks = {look for name in names if (look := skeleton(name))}
    known = others.values_list("name_en", "name_km")
    return any(skeleton(name) in looks for both in known for name in both)


def save_logo(organization: Organization, file: Any, by: User) -> Image:
    """Store an uploaded logo in the organization's collection and return it; the organization is not changed."""
    title = f"{organization.name_en}: logo"
    return add_picture(file, title=title, collection=organization.collection, user=by, description=organization.name_en)


def rename_homes(organization: Organization) -> None:
    """Set the titles of an organization's home pages to its names, without revision or publication."""
    for home in organization.homes.select_related("locale"):
        name = organization.name_in(home.locale.language_code)
        # By update(), so that a new name makes neither a revision nor a publication.
        Page.objects.filter(pk=home.page_id).update(title=name, draft_title=name)


@receiver(file_changing, sender=Image)
def keep_logo(file: Image, **kwargs: Any) -> bool:
    """Return True, which forbids changing the file, when a picture is an organization's logo (receiver).

    A logo is shown wherever its organization is named, and no page refers to it.
    """
    return Organization.objects.filter(logo=file.pk).exists()


@receiver(page_published)
def home_published(instance: Page, **kwargs: Any) -> None:
    """After an organization's home page was published, set its titles to the organization's names (receiver)."""
    if home := OrganizationHome.objects.filter(page_id=instance.pk).select_related("organization").first():
        rename_homes(home.organization)
