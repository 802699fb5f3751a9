"""The differences between an organization's profile and a change of it, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assets.models import Image
from moderation.models import ProfileChange
from orgs.models import Organization
from orgs.profile import TERM_FIELDS
from workspace.desk.shown_files import pictures_shown
from workspace.organization.brand_preview import BrandLook


@dataclass(frozen=True)
class ProfileDifference:
    """One field of the profile before and after; a logo is a picture, a colour a BrandLook, all else is text."""

    label: str
    before: Any
    after: Any
    is_picture: bool = False
    is_colour: bool = False


def profile_differences(change: ProfileChange) -> list[ProfileDifference]:
    """Return the old and new value of each profile field that a change alters, in the profile's order."""
    return [_difference(change.organization, name, change.before[name], change.after[name]) for name in change.changed]


def _difference(organization: Organization, name: str, before: Any, after: Any) -> ProfileDifference:
    """Return one field of a profile before and after, in words, as pictures, or as pages in a colour."""
    field = Organization._meta.get_field(name)
    label = str(field.verbose_name)  # type: ignore[union-attr]
    if name == "logo":
        pictures = Image.objects.in_bulk([pk for pk in (before, after) if pk])
        shown = {one.image.pk: one for one in pictures_shown((image, image.description) for image in pictures.values())}
        return ProfileDifference(label, shown.get(before), shown.get(after), is_picture=True)
    if name == "colour":
        looks = (BrandLook(organization, before, "before"), BrandLook(organization, after, "after"))
        return ProfileDifference(label, *looks, is_colour=True)
    if name in TERM_FIELDS:
        terms = {term.slug: term.name for term in field.related_model.objects.filter(slug__in={*before, *after})}  # type: ignore[union-attr]
        before, after = (", ".join(terms.get(slug, slug) for slug in slugs) for slugs in (before, after))
    return ProfileDifference(label, before, after)
