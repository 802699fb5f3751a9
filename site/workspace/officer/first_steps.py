"""The first steps of a new member and her organization, ticked off by what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from moderation.models import ProfileChange, Submission
from orgs.models import Invitation, Membership, Organization
from orgs.permissions import is_manager


@dataclass(frozen=True)
class FirstStep:
    """One of the first steps: its name ("profile", "post" or "invite"), its form, and whether it is done."""

    name: str
    url: str
    is_done: bool
    is_next: bool = False


def first_steps(organization: Organization, user: Any) -> list[FirstStep]:
    """Return the first steps of a member in an organization, in one query; [] once all of hers are done.

    A manager has three, an officer one: to post. For a manager it counts what anybody of the organization posted.
    """
    is_for_manager = is_manager(user, organization)
    has_profile, has_posted, has_invited = what_happened(organization, user, is_for_manager=is_for_manager)
    steps = {"post": (reverse("workspace:new-update"), has_posted)}
    if is_for_manager:
        invite = reverse("workspace:members") + "#invite"
        steps = {"profile": (reverse("workspace:profile"), has_profile), **steps, "invite": (invite, has_invited)}
    undone = [name for name, (_url, is_done) in steps.items() if not is_done]
    if not undone:
        return []
    return [FirstStep(name, url, is_done, is_next=name == undone[0]) for name, (url, is_done) in steps.items()]


def what_happened(organization: Organization, user: Any, *, is_for_manager: bool) -> tuple[bool, bool, bool]:
    """Return whether the organization is described, something was sent, and somebody else is a member or invited.

    For an officer only what she sent herself counts. A described profile may still wait for an editor.
    """
    this = {"organization": OuterRef("pk")}
    changes = ProfileChange.objects.waiting().filter(**this)
    sent = Submission.objects.filter(**this)
    others = Membership.objects.filter(**this).exclude(user=user)
    invited = Invitation.objects.open().filter(**this)
    one = Organization.objects.filter(pk=organization.pk)
    is_changing, has_sent, has_others, has_invited = one.values_list(
        Exists(changes),
        Exists(sent if is_for_manager else sent.filter(submitted_by=user)),
        Exists(others),
        Exists(invited),
    ).get()
    is_described = bool(organization.description_en or organization.description_km)
    return is_described or is_changing, has_sent, has_others or has_invited
