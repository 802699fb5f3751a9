"""What happens at once, in the transaction in which a page closes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from catalog import terms
from catalog.services import public_pages, remove_rows
from orgs.models import OrgContentPage
from orgs.signals import page_closing
from vocabulary.models import Place, Topic


@receiver(page_closing)
def remove_closing_row(page: Page, **kwargs: Any) -> None:
    remove_rows([page.pk])


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def forget_terms(**kwargs: Any) -> None:
    terms.topics.forget()
    terms.places.forget()


@receiver(post_page_move)
def remove_restricted_rows(instance: Page, **kwargs: Any) -> None:
    """Where pages stand decides who may read them: some may have been moved out of sight."""
    below = list(OrgContentPage.objects.descendant_of(instance, inclusive=True).live())
    public = {page.pk for page in public_pages(below)}
    remove_rows(page.pk for page in below if page.pk not in public)
