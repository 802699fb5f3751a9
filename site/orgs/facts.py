"""What an organization says of itself: names, description, contact, face. Its manager keeps it, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published

from accounts.models import User
from assets.services import add_picture
from orgs import kinds
from orgs.invitations import Refused
from orgs.models import Organization, OrganizationHome
from orgs.permissions import is_manager

WORDS = ("name_en", "name_km", "description_en", "description_km", "email", "phone", "website", "colour")
SORTED_BY = ("topics", "places")


@transaction.atomic
def change_facts(
    organization: Organization, facts: dict[str, Any], *, by: User, logo: Any = None, without_logo: bool = False
) -> list[str]:
    """Write down what an organization says of itself, and give the names of what has changed.

    `facts` has all of WORDS and SORTED_BY (querysets or lists of terms); `logo` is an uploaded picture. Saving
    announces it (orgs.receivers). Raises Refused when `by` does not manage it, it is not active, or another has the
    name.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    refuse_facts(organization, facts, by)
    changed = [name for name in WORDS if getattr(organization, name) != facts[name]]
    for name in WORDS:
        setattr(organization, name, facts[name])
    for name in SORTED_BY:
        if set(getattr(organization, name).all()) != set(facts[name]):
            getattr(organization, name).set(facts[name])
            changed.append(name)
    if logo or (without_logo and organization.logo):
        organization.logo = keep_logo(organization, logo, by) if logo else None
        changed.append("logo")
    if changed:
        organization.save()
        name_homes(organization)
        log(instance=organization, action="orgs.facts", user=by, data={"changed": changed})
    return changed


def refuse_facts(organization: Organization, facts: dict[str, Any], by: User) -> None:
    if not (is_manager(by, organization) and organization.is_active):
        raise Refused(_("Only a manager of this organization changes what it says of itself."))
    others = kinds.named_organizations(by).exclude(pk=organization.pk)
    if others.filter(Q(name_en__iexact=facts["name_en"]) | Q(name_km=facts["name_km"])).exists():
        raise Refused(_("Another organization has this name."))


def keep_logo(organization: Organization, file: Any, by: User) -> Any:
    title = f"{organization.name_en}: logo"
    return add_picture(file, title=title, collection=organization.collection, user=by, description=organization.name_en)


def name_homes(organization: Organization) -> None:
    """Its homes are called as it is."""
    for home in organization.homes.select_related("locale"):
        name = organization.name_in(home.locale.language_code)
        Page.objects.filter(pk=home.page_id).update(title=name, draft_title=name)


@receiver(page_published)
def home_published(instance: Page, **kwargs: Any) -> None:
    """A draft that was begun before still has the name of then."""
    if home := OrganizationHome.objects.filter(page_id=instance.pk).select_related("organization").first():
        name_homes(home.organization)
