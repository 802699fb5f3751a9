"""The second factor: whether this session has shown one, and what is done when a phone is lost."""

from __future__ import annotations

from enum import Enum
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_used
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.services import reset_second_factor
from orgs import mails
from orgs.permissions import factor_of, memberships, needs_second_factor

# The session keeps which factor was shown in it: after a reset and a new enrolment an old session has shown none.
SESSION_KEY = "second_factor"


class SecondFactorState(Enum):
    """How a session stands to the rule that privileges need a second factor."""

    FREE = "free"
    SHOWN = "shown"
    NOT_SHOWN = "not shown"
    NOT_ENROLLED = "not enrolled"


def second_factor_state(request: HttpRequest) -> SecondFactorState:
    """Return the state of the request's session; 3 queries for a person who is signed in, none for a stranger.

    Whoever has a factor shows it, though she may do without: else a session from before would publish in her name.
    """
    user = request.user
    if not user.is_authenticated:
        return SecondFactorState.FREE
    own = memberships(user)
    factor = own[0].factor if own else factor_of(user)  # type: ignore[attr-defined]
    if factor is None:
        return SecondFactorState.NOT_ENROLLED if needs_second_factor(user) else SecondFactorState.FREE
    return SecondFactorState.SHOWN if request.session.get(SESSION_KEY) == factor else SecondFactorState.NOT_SHOWN


def may_act(request: HttpRequest) -> bool:
    """May this session use whatever privileges its person has?"""
    return second_factor_state(request) in (SecondFactorState.FREE, SecondFactorState.SHOWN)


@receiver(authenticator_used)
@receiver(authenticator_added)
def record_shown_factor(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Whoever answered with a code, or has just set up the app that makes them, has shown the factor."""
    request.session[SESSION_KEY] = factor_of(user)


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """Let a person who lost her phone set up another, and tell her; all her sessions end."""
    reset_second_factor(user, by=by)
    mails.send("second_factor_reset", user.email, user.language, {"name": user.name})
