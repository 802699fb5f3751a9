"""Adding an organization: it is created with its pages, and its first manager is invited, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.refusal import Refusal
from home.organizations.page_tree import provision
from orgs.membership.applications import record_answer
from orgs.membership.invitations import invite
from orgs.models import Application, Organization, Role
from orgs.permissions import is_editor


@transaction.atomic
def welcome(
    *, slug: str, name_en: str, name_km: str, manager: str, language: str, by: User, **fields: object
) -> Organization:
    """Create an organization with its pages, log it, mail its manager an invitation. Refusal for non-editors.

    `language` is that of the mail ("en", "km"); `fields` are further ones of Organization. Raises Refusal when `by` may
    not or the address is none, django.db.IntegrityError when the slug is taken.
    """
    # Only this: no conflict of interest is possible with an organization that does not exist yet.
    if not is_editor(by):
        raise Refusal(_("Only an editor can add organizations."), code="editors_only")
    organization = provision(slug=slug, name_en=name_en, name_km=name_km, **fields)
    log(instance=organization, action="orgs.created", user=by, data={"slug": slug})
    invite(organization, manager, Role.MANAGER, by, language)
    return organization


@transaction.atomic
def accept(application: Application, *, slug: str, name_en: str, name_km: str, by: User) -> Organization:
    """Create the applicant's organization and mail an invitation. Raises Refusal if answered, or for non-editors.

    Raises Refusal when `by` may not, or it was answered already; django.db.IntegrityError when the slug is taken.
    """
    # First: it locks the application, so that two editors who accept at once make one organization.
    application = record_answer(application, Application.State.ACCEPTED, by)
    application.organization = welcome(
        slug=slug,
        name_en=name_en,
        name_km=name_km,
        manager=application.email,
        language=application.language,
        by=by,
        website=application.website,
    )
    application.save(update_fields=["organization"])
    return application.organization
