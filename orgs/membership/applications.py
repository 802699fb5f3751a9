"""Applications of organizations that want to join, and the answers of editors. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.rate_limit import DAY, RateLimit
from common.refusal import Refusal
from common.typed_text.characters import mail_address, readable
from mail import unsolicited
from orgs import mails
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.membership.invitations import owners_of_address
from orgs.models import Application
from orgs.signals import application_answered, application_opened

# The form is open to everybody. The limit counts by sender, so that a flood closes the form to its sender alone.
FROM_SENDER = RateLimit("application", 5, DAY)


@transaction.atomic
def apply(*, sender: str, **fields: Any) -> Application:
    """Save an application for the editors, mail a receipt; a second replaces it. Refusal at too many from one sender.

    `sender` is the connection from which it comes, `fields` are those of Application. A second one from the same
    address replaces the first, so that nobody is told whether the first is there. Raises Refusal when too many came
    from this sender.
    """
    if not FROM_SENDER.allows_in_transaction(sender):
        raise Refusal(
            _("Too many applications came from your connection today. Please try again tomorrow."),
            code="too_many_applications",
        )
    fields["email"] = mail_address(fields["email"])
    waiting = Application.objects.waiting()
    # A unique constraint on waiting applications makes this safe when a form is sent twice at once.
    application, created = waiting.update_or_create(email=fields["email"], defaults=fields)
    # The address is typed by anybody: the receipt goes to it only within the limits for unwanted mail.
    if created and unsolicited.may_write_to(application.email, sender):
        context = {"organization": application.name}
        mails.send("application_received", application.email, application.language, context)
    application_opened.send(Application, application=application)
    return application


@transaction.atomic
def decline(application: Application, *, by: User, reason: str) -> Application:
    """Decline an application on behalf of an editor and mail the reason. Raises Refusal without right or reason.

    Raises Refusal when `by` may not decide, the reason is empty or the application was answered before.
    """
    if not readable(reason):
        raise Refusal(_("Please say why. The organization reads it."), code="reason_required")
    application = record_answer(application, Application.State.DECLINED, by, reason)
    context = {"name": application.contact, "organization": application.name, "reason": reason}
    mails.send("application_declined", application.email, application.language, context)
    return application


def record_answer(application: Application, state: str, by: User, reason: str = "") -> Application:
    """Save an editor's answer to an application, no mail. Raises Refusal if not allowed or already answered.

    Raises Refusal when `by` may not decide, another editor has claimed it, or it was answered before.
    """
    # Locked, so that of two editors who answer at once the second is refused.
    application = Application.objects.select_for_update().get(pk=application.pk)
    # The owner of the address counts as the author of the application, and may not decide about it.
    refuse_conflict(by, application.organization_id, owners_of_address(application.email))
    if application.state != Application.State.WAITING:
        raise Refusal(_("Somebody has answered it already."), code="already_answered")
    application.state, application.reason = state, reason
    application.decided_by, application.decided_at = by, timezone.now()
    application.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    application_answered.send(Application, application=application, user=by)
    return application
