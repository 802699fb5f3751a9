"""What follows a person's preferences elsewhere."""

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
    """Wagtail keeps a language of its own for its screens; the person's is the one that counts."""
    if not raw and (update_fields is None or "language" in update_fields):
        UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": instance.language})


@receiver(user_logged_out)
def mark_sign_out(request: HttpRequest, **kwargs: Any) -> None:
    request.has_signed_out = True  # type: ignore[attr-defined]
