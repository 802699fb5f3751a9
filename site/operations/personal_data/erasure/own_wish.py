"""A person deletes her account herself: at once she is out, and the rest follows by the outbox."""

from __future__ import annotations

from django.db import transaction

import outbox
from accounts.models import User
from accounts.services import end_sessions
from common.refusal import Refusal
from operations.outbox_events import ERASURE_ACCOUNT, AccountPayload
from operations.personal_data.erasure.unsettled import find_unsettled
from operations.personal_data.people import person_of
from orgs.models import Organization


@transaction.atomic
def request_erasure(user: User) -> None:
    """Deactivate an account, end its sessions, queue its erasure. Refusal for an only manager or administrator.

    Raises Refusal when something must be settled first.
    """
    hers = Organization.objects.filter(memberships__user=user)
    # The same order of locks as in `erase`: organizations by id, and then the account.
    list(Organization.objects.select_for_update().filter(pk__in=hers.values("pk")).order_by("pk"))
    if unsettled := find_unsettled(person_of([user])):
        raise Refusal(" ".join(unsettled), code="unsettled")
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    # At once, and not when the worker comes to it: she must be signed out when this answer arrives.
    end_sessions(user)
    outbox.record(ERASURE_ACCOUNT, f"person:{user.pk}", AccountPayload(user=user.pk))
