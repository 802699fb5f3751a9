"""A cache of all organizations in each process, read again after a minute at the latest."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from assets.models import Image
from common.cached_value import TimedCache
from orgs.models import Organization

# For names and logos only: code that needs to know whether an organization is public asks the database each time.
organizations: TimedCache[dict[int, Organization]] = TimedCache(lambda: Organization.objects.in_bulk())


def organization(pk: int) -> Organization:
    """Return an organization by id from a cache that is at most a minute old. Raises KeyError for no such id."""
    # Another process may have made it a moment ago.
    if pk not in organizations.value():
        organizations.forget()
    return organizations.value()[pk]


# Only this process; all others read the change within a minute.
@receiver([post_save, post_delete], sender=Organization)
@receiver(post_delete, sender=Image)  # a logo
def forget_organizations(**kwargs: Any) -> None:
    """Empty this process's cache of organizations, after one or a logo was saved or deleted (receiver)."""
    organizations.forget()
