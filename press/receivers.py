"""Receivers: state of reading beside each source, proofs of own sites, and items of removed clippings."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_unpublished

from orgs import public_version
from orgs.models import Organization
from press.models import ClippingPage, FetchState, Item, Source
from press.own_site.proving import check_website_proof


@receiver(post_save, sender=Source)
def read_anew(instance: Source, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Create the state of reading of a new source; let a changed one be read at once, as if nothing were known of it.

    What a server said last does not hold for another address. Cached pages, which show its names, are outdated.
    """
    if raw:
        return
    if instance.kind == Source.Kind.PRESS:
        public_version.bump_version()
    if created:
        FetchState.objects.create(source=instance)
        return
    unknown = dict.fromkeys(("etag", "modified", "digest", "moved_to"), "")
    FetchState.objects.filter(source=instance).update(
        **unknown, moved_times=0, moved_since=None, next_at=timezone.now()
    )


@receiver(page_unpublished, sender=ClippingPage)
@receiver(pre_delete, sender=ClippingPage)
def mark_withdrawn(instance: ClippingPage, **kwargs: Any) -> None:
    """Mark the item of a clipping that is unpublished or deleted as withdrawn, and empty it of the source's words.

    Its keys stay, so that it never comes again.
    """
    Item.objects.filter(page=instance.pk).update(state=Item.State.WITHDRAWN, title="", excerpt="", sketch=b"")


@receiver(post_save, sender=Organization)
def prove_again(instance: Organization, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """End the proof of an own site by a website that changed, or prove it by the new one, in the same transaction."""
    if not raw and not created:
        check_website_proof(instance)
