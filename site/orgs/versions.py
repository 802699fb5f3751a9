"""The version of what the public sees: it moves in the transaction of every change that shows, so that a page kept
under the version of before is never served again.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from orgs.models import Organization, PublicVersion
from orgs.signals import organization_closing, page_closing
from vocabulary.models import Place, Topic

# A single counter would be locked by whoever publishes until he commits, and all others would wait for him. A
# transaction moves one of these only, so two can never wait for each other.
COUNTERS = 16


def move_on() -> None:
    """Make everything that is kept outdated once the current transaction commits."""
    counter = hash((os.getpid(), threading.get_ident())) % COUNTERS
    if not PublicVersion.objects.filter(pk=counter).update(count=F("count") + 1):
        PublicVersion.objects.bulk_create([PublicVersion(pk=counter, count=1)], ignore_conflicts=True)


def current() -> str:
    """The version as it is committed now, in one query."""
    return ".".join(str(count) for count in PublicVersion.objects.order_by("pk").values_list("count", flat=True))


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
@receiver([page_closing, organization_closing])
def shown_otherwise(**kwargs: Any) -> None:
    move_on()


for model in (Organization, PageViewRestriction, Place, Topic):
    receiver([post_save, post_delete], sender=model)(shown_otherwise)


@receiver(post_delete)
def gone(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        move_on()
