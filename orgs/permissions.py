"""Permissions of tenancy: who is member, manager, editor or administrator, one small function for each rule."""

from __future__ import annotations

import threading
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property

from accounts.models import User
from orgs.models import Membership, Organization, OrgContentPage, Role

EDITORS_GROUP = "Central editors"


def is_administrator(user: Any) -> bool:
    """Return whether a person is an active administrator, that is a superuser."""
    return bool(user.is_active and user.is_superuser)


def is_editor(user: Any) -> bool:
    """Return whether a person is an active central editor; every administrator is one."""
    if is_administrator(user):
        return True
    if not (user.is_authenticated and user.is_active):
        return False
    # The query for memberships has read the answer along: no second query for a member.
    if own := all_memberships(user):
        return bool(own[0].is_also_editor)  # type: ignore[attr-defined]
    return EDITORS_GROUP in group_names(user)


def editors() -> QuerySet[User]:
    """Return the active central editors; when there are none, the administrators."""
    chosen = central_editors()
    # A new portal has no editors yet: mails to them must still reach somebody.
    return chosen if chosen.exists() else administrators()


def central_editors() -> QuerySet[User]:
    """Return the active members of the group of central editors, in the order of their ids; maybe nobody."""
    return User.objects.filter(is_active=True, groups__name=EDITORS_GROUP).order_by("pk")


def administrators() -> QuerySet[User]:
    """Return the active administrators (superusers), in the order of their ids."""
    return User.objects.filter(is_active=True, is_superuser=True).order_by("pk")


def sees_only_own(user: Any) -> bool:
    """Return whether a signed-in person is no editor, and so sees only what belongs to the own organizations."""
    return bool(user and user.is_authenticated and not is_editor(user))


def group_names(user: Any) -> set[str]:
    """Return the names of a person's groups; read once and kept on the user object."""
    # Kept on the user object, which lives as long as the request.
    if not hasattr(user, "_group_names"):
        user._group_names = set(user.groups.values_list("name", flat=True))
    return user._group_names


def memberships(user: Any) -> list[Membership]:
    """Return an active person's memberships with organizations, without those as a translator; [] if inactive.

    Every rule asks these: a translator may do only what names her (`may_translate`).
    """
    return [membership for membership in all_memberships(user) if not membership.translates_into]


def translator_memberships(user: Any) -> list[Membership]:
    """Return an active person's memberships as a translator into one language, with organizations."""
    return [membership for membership in all_memberships(user) if membership.translates_into]


def all_memberships(user: Any) -> list[Membership]:
    """Return all memberships of an active person with organizations, read once per user object; [] if inactive."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_memberships"):
        own = list(prepared.memberships.filter(user=user))
        for membership in own:
            membership.user = user
        user._memberships = own
    return user._memberships


class PreparedQueries(threading.local):
    """The querysets that each signed-in request asks: built once in each thread, which halves their time.

    Threads may not share one: while Django compiles a query, it changes counters in the queries inside it.
    """

    @cached_property
    def memberships(self) -> QuerySet[Membership]:
        """All memberships with their organizations, `is_also_editor` and `factor`, ordered by organization."""
        # One query tells whether she is an editor and her second factor: both are needed wherever memberships are.
        as_editor = User.groups.through.objects.filter(user=OuterRef("user"), group__name=EDITORS_GROUP)
        return (
            Membership.objects.select_related("organization")
            .annotate(
                is_also_editor=Exists(as_editor),
                factor=Subquery(enrolled_factors().filter(user=OuterRef("user"))[:1]),
            )
            .order_by("organization__name_en")
        )


prepared = PreparedQueries()


def is_member(user: Any, organization: Organization | int) -> bool:
    """Return whether a person is a member of an organization, active or suspended; a translator is not."""
    key = organization if isinstance(organization, int) else organization.pk
    return any(membership.organization_id == key for membership in memberships(user))


def works_for(user: Any, organization: Organization | int) -> bool:
    """Return whether a person has any membership in an organization, also as a translator, active or suspended."""
    key = organization if isinstance(organization, int) else organization.pk
    return any(membership.organization_id == key for membership in all_memberships(user))


def is_manager(user: Any, organization: Organization | int) -> bool:
    """Return whether a person is a manager of an organization, active or suspended."""
    key = organization if isinstance(organization, int) else organization.pk
    return any(m.organization_id == key and m.role == Role.MANAGER for m in memberships(user))


def may_write(user: Any, organization: Organization | int) -> bool:
    """Return whether a person may write and send pages of an organization: is a member, and it is active."""
    key = organization if isinstance(organization, int) else organization.pk
    return any(m.organization_id == key and m.organization.is_active for m in memberships(user))


def may_translate(user: Any, organization: Organization | int, language: str) -> bool:
    """Return whether a person may write translations into a language for an active organization.

    Whoever may write its pages may, and its translators into that language.
    """
    key = organization if isinstance(organization, int) else organization.pk
    return may_write(user, key) or any(
        m.organization_id == key and m.organization.is_active and m.translates_into == language
        for m in translator_memberships(user)
    )


def may_see_draft(user: Any, page: OrgContentPage) -> bool:
    """Return whether a person may read a page that is not public: is a member of its organization, or an editor."""
    return is_editor(user) or is_member(user, page.organization_id)


def needs_second_factor(user: Any) -> bool:
    """Return whether a person must have a second factor: editor, administrator or any organization's manager."""
    return is_editor(user) or any(m.role == Role.MANAGER for m in memberships(user))


def enrolled_factors() -> QuerySet[Authenticator, int]:
    """Return a queryset of the ids of everybody's second factors: authenticator apps (TOTP) and passkeys."""
    # Recovery codes only stand in for one. Ordered, so that factor_of and memberships() find the same one of several.
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(type__in=kinds).order_by("pk").values_list("pk", flat=True)


def factor_of(user: Any) -> int | None:
    """Return the id of a person's first second factor (authenticator app or passkey); None without one."""
    return enrolled_factors().filter(user=user).first()


def has_second_factor(user: Any) -> bool:
    """Return whether a person has set up a second factor, an authenticator app or a passkey.

    What becomes public at once needs more than a password that somebody may have guessed.
    """
    return factor_of(user) is not None
