"""Receivers that change rows at once, in the transaction in which a page, term or picture changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from assets.models import Image, Rendition
from catalog import terms
from catalog.copied_values.refresh import request_refresh
from catalog.copied_values.thumbnails import forget_thumbnails, rows_naming
from catalog.models import CatalogEntry
from catalog.services import public_pages, remove_rows
from orgs.models import OrgContentPage
from orgs.signals import page_closing
from vocabulary.models import Place, Term, Topic

# The argument of request_refresh that takes the bits of a kind of term.
MASKS: dict[type[Term], str] = {Topic: "topics", Place: "places"}


@receiver(page_closing)
def remove_closing_row(page: Page, **kwargs: Any) -> None:
    """Delete the catalog row of a page in the transaction in which it becomes less public."""
    remove_rows([page.pk])


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def forget_terms(**kwargs: Any) -> None:
    """Empty this process's cache of topics and places when one was saved or deleted."""
    terms.topics.forget()
    terms.places.forget()


@receiver(pre_save, sender=Topic)
@receiver(pre_save, sender=Place)
def refresh_rows_with_old_bit(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """Request a refresh of rows with the bit that a term had before it is saved.

    A term that moves to another position gets another bit.
    """
    if before := sender._default_manager.filter(pk=instance.pk).first():
        request_refresh(**{MASKS[sender]: before.bit})


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def refresh_rows_with_bit(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """Request a refresh of rows with a term's bit after the term was saved or deleted."""
    request_refresh(**{MASKS[sender]: instance.bit})


@receiver(pre_delete, sender=Image)
def forget_picture(instance: Image, **kwargs: Any) -> None:
    """Remove a picture that is being deleted from the catalog rows that show it, and request new thumbnails."""
    forget_thumbnails(CatalogEntry.objects.filter(picture=instance.pk), picture=None)


@receiver(pre_delete, sender=Rendition)
def forget_rendition(instance: Rendition, **kwargs: Any) -> None:
    """Remove the address of a rendition that is being deleted from catalog rows, and request a new one."""
    forget_thumbnails(rows_naming(instance))


@receiver(post_page_move)
def remove_restricted_rows(instance: Page, **kwargs: Any) -> None:
    """Delete the catalog rows of moved pages that are restricted at their new place."""
    below = list(OrgContentPage.objects.descendant_of(instance, inclusive=True).live())
    public = {page.pk for page in public_pages(below)}
    remove_rows(page.pk for page in below if page.pk not in public)
