"""Receivers: the state of reading of each source, proofs of own sites, items of clippings that went or came back."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_unpublished

from catalog.copied_values.refresh import request_refresh
from catalog.services import remove_summaries
from moderation.models import Submission
from orgs import public_version
from orgs.models import Organization
from press.kinds import CLIPPING
from press.models import ClippingPage, FetchState, Item, Source
from press.own_site.proving import check_website_proof


@receiver(post_save, sender=Source)
def read_anew(instance: Source, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Create a new source's reading state; let a changed one be read at once, its clippings follow (receiver).

    What a server said last does not hold for another address. Cached pages and catalog rows, which have the names of a
    medium and its excerpts, are outdated.
    """
    if raw:
        return
    if created:
        FetchState.objects.create(source=instance)
        return
    if instance.kind == Source.Kind.PRESS:
        _change_clippings(instance)
    unknown = dict.fromkeys(("etag", "modified", "digest", "moved_to"), "")
    FetchState.objects.filter(source=instance).update(
        **unknown, moved_times=0, moved_since=None, next_at=timezone.now()
    )


def _change_clippings(source: Source) -> None:
    """Let the clippings of a changed medium follow: excerpts that it forbids go at once, all else by the outbox."""
    public_version.bump_version()
    clippings = source.clippings.order_by().values("pk")
    if not clippings.exists():
        return
    if not source.allows_excerpts:
        remove_summaries(clippings)
    request_refresh(organization=Organization.objects.programme().pk)


@receiver(post_save, sender=Submission)
def follow_review(instance: Submission, raw: bool = False, **kwargs: Any) -> None:
    """Set a clipping's item by its review: waiting if returned, passed if rejected, taken if sent again (receiver).

    When the returned draft is sent again, its item is taken again.
    """
    if raw or instance.kind != CLIPPING.name or instance.page_id is None:
        return
    # Of a page that was never public: what was removed from the press review does not come again.
    of_draft = Item.objects.filter(page=instance.page_id, page__live=False)
    taken, states = of_draft.filter(state=Item.State.TAKEN), Submission.State
    if instance.state in (states.RETURNED, states.TAKEN_BACK):
        taken.update(state=Item.State.WAITING, decided_by=None, decided_at=None, is_as_suggested=None)
    elif instance.state == states.REFUSED:
        by, at = instance.decided_by, instance.decided_at
        taken.update(state=Item.State.PASSED, decided_by=by, decided_at=at, is_as_suggested=None)
    elif instance.state == states.WAITING:
        by, at = instance.submitted_by, instance.submitted_at
        again = of_draft.filter(state__in=(Item.State.WAITING, Item.State.PASSED))
        again.update(state=Item.State.TAKEN, decided_by=by, decided_at=at)


@receiver(page_unpublished, sender=ClippingPage)
@receiver(pre_delete, sender=ClippingPage)
def mark_withdrawn(instance: ClippingPage, **kwargs: Any) -> None:
    """Mark the item of an unpublished or deleted clipping as withdrawn, and delete its title and excerpt (receiver).

    Its keys stay, so that it never comes again.
    """
    taken = Item.objects.filter(page=instance.pk, state=Item.State.TAKEN)
    taken.update(state=Item.State.WITHDRAWN, title="", excerpt="", sketch=b"")


@receiver(post_save, sender=Organization)
def prove_again(instance: Organization, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Store anew whether a changed organization's website proves its own site (receiver)."""
    if not raw and not created:
        check_website_proof(instance)
