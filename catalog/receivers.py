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


# A signal and no outbox event: the row must go in the transaction that closes the page.
@receiver(page_closing)
def remove_closing_row(page: Page, **kwargs: Any) -> None:
    """Delete a page's catalog row, in the same transaction, when the page becomes less public (receiver)."""
    remove_rows([page.pk])


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def forget_terms(**kwargs: Any) -> None:
    """Empty this process's cache of topics and places after one was saved or deleted (receiver)."""
    # Other processes keep their copy until it is a minute old (common.cached_value.TimedCache).
    terms.topics.forget()
    terms.places.forget()


@receiver(pre_save, sender=Topic)
@receiver(pre_save, sender=Place)
def refresh_rows_with_old_bit(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """Before a topic or province is saved, request a refresh of catalog rows with its old bit (receiver).

    A term that moves to another position gets another bit.
    """
    # The instance has the new position already; the old one stands only in the database. A new term has no row yet.
    if before := sender._default_manager.filter(pk=instance.pk).first():
        request_refresh(**{MASKS[sender]: before.bit})


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Place)
def refresh_rows_with_bit(sender: type[Term], instance: Term, **kwargs: Any) -> None:
    """After a topic or province was saved or deleted, request a refresh of catalog rows with it (receiver)."""
    request_refresh(**{MASKS[sender]: instance.bit})


@receiver(pre_delete, sender=Image)
def forget_picture(instance: Image, **kwargs: Any) -> None:
    """Before a picture is deleted, take it out of catalog rows and request new thumbnails (receiver)."""
    forget_thumbnails(CatalogEntry.objects.filter(picture=instance.pk), picture=None)


@receiver(pre_delete, sender=Rendition)
def forget_rendition(instance: Rendition, **kwargs: Any) -> None:
    """Before a rendition is deleted, empty its URL in catalog rows and request new ones (receiver)."""
    forget_thumbnails(rows_naming(instance))


@receiver(post_page_move)
def remove_restricted_rows(instance: Page, **kwargs: Any) -> None:
    """After a page moved, delete the catalog rows of pages that are restricted at the new place (receiver)."""
    # The event page.moved writes the rows that stay; only what closes cannot wait for it.
    below = list(OrgContentPage.objects.descendant_of(instance, inclusive=True).live())
    public = {page.pk for page in public_pages(below)}
    remove_rows(page.pk for page in below if page.pk not in public)
