"""What happens at once, in the transaction in which a page closes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page

from orgs.signals import page_closing
from search import terms
from search.services import remove_pages
from vocabulary.models import Place, Topic


@receiver(page_closing)
def row_goes(page: Page, **kwargs: Any) -> None:
    remove_pages([page.pk])


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def names_change(**kwargs: Any) -> None:
    terms.topics.forget()
    terms.places.forget()
