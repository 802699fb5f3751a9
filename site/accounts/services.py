"""What changes a person's way in. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from accounts.models import User


def end_sessions(user: User) -> None:
    """Sign a person out everywhere, from her next request on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """Forget a lost phone with its recovery codes, and end all sessions that may still be open on it."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    log(instance=user, action="accounts.second_factor_reset", user=by, data={"person": user.email})


@transaction.atomic
def create_person(
    email: str, name: str, language: str, password: str | None = None, *, is_proved: bool, **fields: Any
) -> User:
    """Create a person; without a password she signs in by mailed codes, the first of which proves her address.

    `is_proved` says that the address is known to be hers already. Raises django.db.IntegrityError when somebody has it.
    """
    user = User.objects.create_user(email, password, first_name=name, language=language, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proved, primary=True)
    return user


@transaction.atomic
def change_email(user: User, email: str, *, by: User) -> None:
    """Give a person another address, which she has yet to prove; the old one opens nothing any more."""
    before, user.email = user.email, email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    end_sessions(user)
    log(instance=user, action="accounts.email", user=by, data={"from": before, "to": user.email})
