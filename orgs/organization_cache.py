"""The organizations that nearly every list names: read once a minute in each process."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from assets.models import Image
from common.cached_value import TimedCache
from orgs.models import Organization

# For their names and logos only: whether one is public is asked of the database each time.
organizations: TimedCache[dict[int, Organization]] = TimedCache(lambda: Organization.objects.in_bulk())


def organization(pk: int) -> Organization:
    """Return an organization by its id. Raises KeyError when there is none."""
    if pk not in organizations.value():
        organizations.forget()
    return organizations.value()[pk]


@receiver([post_save, post_delete], sender=Organization)
@receiver(post_delete, sender=Image)  # a logo
def forget_organizations(**kwargs: Any) -> None:
    """Read them anew in this process; the others follow within a minute."""
    organizations.forget()
