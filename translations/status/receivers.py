"""Receiver that ends what readers are told of a translation, when its memory is deleted with the original."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from catalog.copied_values.outdated import forget_outdated
from translations.models import TranslationProgress


@receiver(post_delete, sender=TranslationProgress)
def forget_original(instance: TranslationProgress, **kwargs: Any) -> None:
    """Take the mark of an older text off a page whose original was deleted (receiver)."""
    forget_outdated(instance.page_id)
