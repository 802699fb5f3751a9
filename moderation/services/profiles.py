"""Changes of an organization's profile: a manager writes one, an editor accepts it.

A trusted organization's change is public at once, and the editor looks at it afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import outbox
from common.refusal import Refusal
from common.typed_text.characters import readable
from moderation.matters.kind_names import PROFILE
from moderation.models import ProfileChange
from moderation.outbox_events import PROFILE_DECIDED, PROFILE_PROPOSED, ProfileChangePayload
from moderation.rules.memory import is_reviewed_before, was_declined
from moderation.services.matters import check_matter_free, close_matter, open_matter
from orgs.guard.conflict_of_interest import refuse_conflict
from orgs.models import Organization
from orgs.permissions import has_second_factor
from orgs.profile import (
    NAME_FIELDS,
    Profile,
    profile_of,
    profile_version,
    refuse_name,
    refuse_profile,
    save_logo,
    write_profile,
)

if TYPE_CHECKING:
    from accounts.models import User

State = ProfileChange.State


@transaction.atomic
def propose_profile(
    organization: Organization,
    profile: Profile,
    *,
    by: User,
    logo: Any = None,
    without_logo: bool = False,
    seen: str | None = None,
) -> ProfileChange | None:
    """Store a profile for editors or publish it; None if unchanged. Refusal: no manager, name taken, changed meanwhile.

    `profile` is as orgs.profile keeps it, without the logo; `logo` is an uploaded picture. A trusted organization says
    it at once, unless its name changes: that is what others would be deceived by. One change waits at a time: what is
    written while one waits takes its place. `seen` is the version (orgs.profile.profile_version) that was written over;
    an empty one replaces nobody else's change that waits. Raises Refusal when that is not the newest, `by` does not
    manage it, it is not active, or another has the name.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    refuse_profile(organization, profile, by)
    now, waiting = profile_of(organization), waiting_change_of(organization)
    said = waiting.after if waiting else now
    kept_logo = save_logo(organization, logo, by).pk if logo else None if without_logo else said["logo"]
    wanted = profile | {"logo": kept_logo}
    has_new_name = any(profile[name] != now[name] for name in NAME_FIELDS)
    must_wait = has_new_name or is_reviewed_before(organization) or was_declined(organization, now, wanted)
    is_public = has_second_factor(by) and not must_wait
    if waiting and waiting.is_public and not is_public:
        raise Refusal(
            _("An editor is still reviewing your earlier change. Please try again afterwards."), code="change_pending"
        )
    _refuse_unseen(said, waiting, by, seen)
    if wanted == said:
        return None
    if is_public:
        write_profile(organization, wanted, by=by)
    # Declining must restore what was public before the change that this one replaces.
    before = waiting.before if waiting and waiting.is_public else now
    return _noted(organization, waiting, before, wanted, is_public, by)


def _refuse_unseen(said: Profile, waiting: ProfileChange | None, by: User, seen: str | None) -> None:
    """Raise Refusal when the newest profile is not the one that was seen; None checks nothing.

    A program that writes has seen no page.
    """
    is_own = waiting is None or waiting.proposed_by_id in (None, by.pk)
    if seen is not None and not (seen == profile_version(said) if seen else is_own):
        name = waiting.proposed_by.name if waiting and waiting.proposed_by else _("Somebody")
        raise Refusal(
            _("%(name)s has changed it meanwhile. What you wrote is below, and not saved.") % {"name": name},
            code="edited_elsewhere",
        )


def waiting_change_of(organization: Organization) -> ProfileChange | None:
    """Return the change of an organization's profile that waits for an editor's decision; None without one."""
    return ProfileChange.objects.waiting().filter(organization=organization).first()


def _noted(
    organization: Organization,
    waiting: ProfileChange | None,
    before: Profile,
    after: Profile,
    is_public: bool,
    by: User,
) -> ProfileChange | None:
    """Store a change of a profile in place of one that waits; None where nothing would change in the end."""
    writers = waiting.written_by() if waiting else set()
    if waiting:
        close_matter(PROFILE, waiting.pk)
        waiting.delete()
    if before == after:
        return None
    change = ProfileChange.objects.create(
        organization=organization, before=before, after=after, is_public=is_public, proposed_by=by
    )
    # Words of the replaced change may still be in it, so whoever wrote that may not decide about this one either.
    change.writers.set(writers | {by.pk})
    outbox.record(PROFILE_PROPOSED, f"organization:{organization.pk}", ProfileChangePayload(change=change.pk))
    open_profile_matter(change)
    return change


def open_profile_matter(change: ProfileChange) -> None:
    """Open a matter for a change of a profile, so that editors see it."""
    open_matter(PROFILE, change.pk, change.organization, change.organization.name_en, language="en")


@transaction.atomic
def decide_profile_change(change: ProfileChange, editor: User, *, accept: bool, reason: str = "") -> ProfileChange:
    """Accept and publish a profile change, or decline and undo it. Refusal: conflict, answered, claimed, no reason."""
    organization = Organization.objects.select_for_update().get(pk=change.organization_id)
    # Read again under the organization's lock, which stands for its profile and all changes of it.
    change = ProfileChange.objects.select_related("decided_by").get(pk=change.pk)
    _check_decision(change, organization, editor, accept, reason)
    if accept and not change.is_public:
        refuse_name(organization, change.after, editor)
        write_profile(organization, change.after, by=editor)
    if change.is_public and not accept:
        write_profile(organization, change.undone(profile_of(organization)), by=editor)
    change.state = State.ACCEPTED if accept else State.DECLINED
    change.decided_by, change.decided_at, change.reason = editor, timezone.now(), readable(reason)
    change.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    close_matter(PROFILE, change.pk, decided_by=editor)
    outbox.record(PROFILE_DECIDED, f"organization:{organization.pk}", ProfileChangePayload(change=change.pk))
    return change


def _check_decision(change: ProfileChange, organization: Organization, editor: User, accept: bool, reason: str) -> None:
    """Raise Refusal when this editor may not decide about the change in this way."""
    refuse_conflict(editor, organization, change.written_by())
    if change.state != State.WAITING:
        name = change.decided_by.name if change.decided_by else _("Somebody")
        raise Refusal(_("%(name)s has answered it already.") % {"name": name}, code="already_answered")
    check_matter_free(PROFILE, change.pk, editor)
    if accept and not organization.is_active:
        raise Refusal(
            _("The organization is suspended. Nothing of it can become public now."), code="organization_suspended"
        )
    if not accept and not readable(reason):
        raise Refusal(_("Write why, so that the organization understands it."), code="reason_required")
