"""The second factor: tell whether a session has shown one, and reset it for a person who lost her phone."""

from __future__ import annotations

from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from accounts.services import reset_second_factor
from common.rate_limit import DAY, RateLimit
from common.refusal import Refusal
from orgs import mails
from orgs.models import Membership
from orgs.permissions import (
    administrators,
    all_memberships,
    enrolled_factors,
    factor_of,
    is_manager,
    needs_second_factor,
)

# Mails of one manager about lost phones.
ASKED = RateLimit("mails about a lost phone", 5, DAY)
# The session keeps the id of the factor that was shown: after a reset and a new factor, old sessions have shown none.
SESSION_KEY = "second_factor"


class SecondFactorState(Enum):
    """The state of a session under the rule that privileges need a second factor."""

    FREE = "free"
    SHOWN = "shown"
    NOT_SHOWN = "not shown"
    NOT_ENROLLED = "not enrolled"


def second_factor_state(request: HttpRequest) -> SecondFactorState:
    """Return whether the session's user has shown the second factor, must show it, set one up, or needs none.

    A person who has a factor must show it even when her role does not ask for one: otherwise a session from before she
    set it up could publish in her name.
    """
    user = request.user
    if not user.is_authenticated:
        return SecondFactorState.FREE
    own = all_memberships(user)
    # The query for memberships reads the factor along.
    factor = own[0].factor if own else factor_of(user)  # type: ignore[attr-defined]
    if factor is None:
        return SecondFactorState.NOT_ENROLLED if needs_second_factor(user) else SecondFactorState.FREE
    shown = request.session.get(SESSION_KEY)
    # Only a session that has shown another one than the first asks the database once more.
    is_shown = shown is not None and (shown == factor or enrolled_factors().filter(user=user, pk=shown).exists())
    return SecondFactorState.SHOWN if is_shown else SecondFactorState.NOT_SHOWN


def may_act(request: HttpRequest) -> bool:
    """Return whether a session may use privileges: the second factor was shown, or none is set up nor needed."""
    return second_factor_state(request) in (SecondFactorState.FREE, SecondFactorState.SHOWN)


@receiver(authenticator_used)
def record_shown_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Note in the session which second factor the user has just used (receiver)."""
    # Recovery codes stand in for the first one.
    is_code = authenticator.type == Authenticator.Type.RECOVERY_CODES
    request.session[SESSION_KEY] = factor_of(user) if is_code else authenticator.pk


@receiver(authenticator_added)
def record_added_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Note in the session the second factor that the user has just set up, unless it has shown another (receiver)."""
    if second_factor_state(request) is not SecondFactorState.SHOWN:
        record_shown_factor(request, user, authenticator)


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """Remove a person's second factor, end the person's sessions, record a mail about it; rights are not checked."""
    reset_second_factor(user, by=by)
    mails.send("second_factor_reset", user.email, user.language, {"name": user.name})


@transaction.atomic
def ask_for_reset(membership: Membership, *, by: User) -> None:
    """Mail the administrators that a member lost her phone, and log it. Refusal for others than her managers.

    Also Refusal for the own phone, for a member without a second factor, and after five such mails a day.
    """
    person = membership.user
    if not is_manager(by, membership.organization_id) or person.pk == by.pk:
        raise Refusal(_("Only another manager of the organization can ask for this."), code="managers_only")
    if factor_of(person) is None:
        raise Refusal(_("No second step is set up there."), code="no_factor")
    if not ASKED.allows_in_transaction(str(by.pk)):
        raise Refusal(_("Five mails were sent today. Please try again tomorrow."), code="too_often")
    context = {"person": person, "manager": by, "organization": membership.organization, "user_id": person.pk}
    for administrator in administrators():
        mails.send("second_factor_reset_asked", administrator.email, administrator.language, context)
    log(instance=membership.organization, action="orgs.second_factor_reset_asked", user=by)
