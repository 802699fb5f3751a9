"""Receivers for changes of a person's language and for signing out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.users.models import UserProfile

from accounts.models import User


@receiver(post_save, sender=User)
def copy_language_to_profile(
    instance: User, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Copy a saved account's language to its Wagtail profile, if it may have changed (receiver)."""
    # Not for fixtures (raw), nor for saves that leave the language alone.
    if not raw and (update_fields is None or "language" in update_fields):
        # Wagtail's admin takes the language from its own profile.
        UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": instance.language})


@receiver(user_logged_out)
def mark_sign_out(request: HttpRequest, **kwargs: Any) -> None:
    """Mark a request, for the middleware, in which a person has signed out (receiver)."""
    request.has_signed_out = True  # type: ignore[attr-defined]
