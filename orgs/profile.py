"""What an organization says of itself: names, description, contact, face. Moderation decides when it is public."""

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
# What others would be deceived by.
NAME_FIELDS = ("name_en", "name_km")
TERM_FIELDS = ("topics", "places")
# What an organization says, as JSON keeps it: WORDS as they are, SORTED_BY as lists of slugs, `logo` as an id or None.
Profile = dict[str, Any]


def profile_of(organization: Organization) -> Profile:
    """What it says now."""
    words = {name: getattr(organization, name) for name in TEXT_FIELDS}
    terms = {name: slugs(getattr(organization, name).all()) for name in TERM_FIELDS}
    return words | terms | {"logo": organization.logo_id}


def profile_version(profile: Profile) -> str:
    """Return what tells one state of a profile from the next."""
    return sha256(json.dumps(profile, sort_keys=True).encode()).hexdigest()[:16]


def slugs(terms: Any) -> list[str]:
    return sorted(term.slug for term in terms)


def write_profile(organization: Organization, profile: Profile, *, by: User) -> None:
    """Let an organization say this from now on, in the caller's transaction.

    Saving announces it (orgs.receivers). A logo or a term that is gone meanwhile is left out.
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
    """Raise Refusal when `by` does not manage it, it is not active, or another organization has the name."""
    if not (is_manager(by, organization) and organization.is_active):
        raise Refusal(_("Only a manager of this organization changes what it says of itself."), code="managers_only")
    refuse_name(organization, profile, by)


def refuse_name(organization: Organization, profile: Profile, by: User) -> None:
    """Raise Refusal when an organization of which `by` may know has the name."""
    others = access_scopes.named_organizations(by).exclude(pk=organization.pk)
    if is_taken([profile[name] for name in NAME_FIELDS], others):
        raise Refusal(_("Another organization has this name."), code="name_taken")


def is_taken(names: Iterable[str], others: QuerySet[Organization]) -> bool:
    """Return whether a reader would take one of the names for one of the others', in whichever script or language."""
    looks = {look for name in names if (look := skeleton(name))}
    known = others.values_list("name_en", "name_km")
    return any(skeleton(name) in looks for both in known for name in both)


def save_logo(organization: Organization, file: Any, by: User) -> Image:
    title = f"{organization.name_en}: logo"
    return add_picture(file, title=title, collection=organization.collection, user=by, description=organization.name_en)


def rename_homes(organization: Organization) -> None:
    """Its homes are called as it is."""
    for home in organization.homes.select_related("locale"):
        name = organization.name_in(home.locale.language_code)
        Page.objects.filter(pk=home.page_id).update(title=name, draft_title=name)


@receiver(file_changing, sender=Image)
def keep_logo(file: Image, **kwargs: Any) -> bool:
    """Forbid that a logo changes: it is shown wherever its organization is named, and no page refers to it."""
    return Organization.objects.filter(logo=file.pk).exists()


@receiver(page_published)
def home_published(instance: Page, **kwargs: Any) -> None:
    """A draft that was begun before still has the name of then."""
    if home := OrganizationHome.objects.filter(page_id=instance.pk).select_related("organization").first():
        rename_homes(home.organization)
