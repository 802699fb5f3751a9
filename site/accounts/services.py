"""Services that change a person's way to sign in. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from accounts.models import User


def end_sessions(user: User) -> None:
    """End all sessions of an account: each is refused from the next request on."""
    # In the database: two ends at once must count twice, or a session in between would stay.
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    # The update went past the object, which still has the old number.
    user.refresh_from_db(fields=["session_epoch"])


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """Delete an account's second factor and recovery codes, end its sessions, log it. Does not check rights of `by`."""
    Authenticator.objects.filter(user=user).delete()
    # Whoever holds the old second factor may be signed in.
    end_sessions(user)
    log(instance=user, action="accounts.second_factor_reset", user=by, data={"person": user.email})


@transaction.atomic
def create_person(
    email: str, name: str, language: str, password: str | None = None, *, is_proved: bool, **fields: Any
) -> User:
    """Create and return an account with its mail address, verified if `is_proved`. IntegrityError if taken.

    The first mailed code proves her address; `is_proved` says that it is known to be hers already. Raises
    django.db.IntegrityError when somebody has the address.
    """
    user = User.objects.create_user(email, password, first_name=name, language=language, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proved, primary=True)
    return user


@transaction.atomic
def change_email(user: User, email: str, *, by: User) -> None:
    """Replace an account's address by an unverified one, end its sessions, log it. IntegrityError if it is taken."""
    before, user.email = user.email, email
    user.save(update_fields=["email"])
    # A mailed link to the old address must not confirm anything any more.
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    # The old address may be in other hands, which is often why it is changed.
    end_sessions(user)
    log(instance=user, action="accounts.email", user=by, data={"from": before, "to": user.email})
