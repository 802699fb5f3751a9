"""The mail with an organization's month of reads, which a member has sent to herself and hands on to donors."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sign_in_names import has_mailbox
from common.rate_limit import HOUR, RateLimit
from common.refusal import Refusal
from mail.composer import compose
from mail.sending import send
from orgs.models import Organization
from reach.sheet.month_sheet import month_sheet
from reach.sheet.months import Month

MAILS = RateLimit("mails with a month of reads", 10, HOUR)


def mail_month_sheet(
    organization: Organization, month: Month, language: str, followers: int | None, person: User
) -> None:
    """Send a member the figures of her organization's month by mail, in a language ("en", "km").

    Raises Refusal where she has no address for mail, or asked ten times within an hour.
    """
    if not has_mailbox(person.email):
        raise Refusal(_("Your account has no e-mail address."), code="no_address")
    with transaction.atomic():
        if not MAILS.allows_in_transaction(str(person.pk)):
            raise Refusal(_("Too many attempts. Please try again in an hour."), code="too_many")
        sheet = month_sheet(organization, month, language)
        named = organization.name_km if language == "km" else organization.name_en
        context = {"name": named, "sheet": sheet, "month": month, "followers": followers}
        composed = compose("workspace/mail/month_sheet", language, context)
        # Asked for twice before the first one left: one mail is enough.
        key = f"reach {organization.pk} {month.name} {language}"
        send(person.email, composed.subject, composed.text, composed.html, language, key)
