"""Services of tenancy: organizations, memberships, editors and access. Nothing else writes user.groups.

Each function is one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.services import end_sessions
from orgs.guard.conflict_of_interest import refuse_editor_in_programme
from orgs.models import PROGRAMME_SLUG, Membership, Organization, OrganizationGroup, OrganizationHome, Role
from orgs.permissions import EDITORS_GROUP
from orgs.permissions import is_editor as decides_as_editor
from orgs.signals import editor_ended, membership_ended

if TYPE_CHECKING:
    from accounts.models import User

# Members write drafts; publishing is never granted: moderation publishes for them.
MEMBER_PAGE_GRANTS = ("add_page", "change_page")
MEMBER_COLLECTION_GRANTS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
# Editors have no publish permission either: with it they could publish in the page editor what they wrote themselves.
EDITOR_PAGE_GRANTS = ("add_page", "change_page", "lock_page", "unlock_page")


_group_changes_allowed: ContextVar[bool] = ContextVar("group_changes_allowed", default=False)


@contextmanager
def group_changes_allowed() -> Iterator[None]:
    """Allow changes of people's groups within this block; elsewhere a receiver refuses them."""
    token = _group_changes_allowed.set(True)
    try:
        yield
    finally:
        _group_changes_allowed.reset(token)


def are_group_changes_allowed() -> bool:
    """Return whether the code runs within a `group_changes_allowed` block."""
    return _group_changes_allowed.get()


@transaction.atomic
def create_organization(**fields: object) -> Organization:
    """Create and return an organization with its collection, groups and rights, but without pages.

    home.organizations.page_tree.provision makes those.
    """
    # Wagtail grants rights on files by collection, so each organization has one.
    collection = Collection.get_first_root_node().add_child(name=str(fields["name_en"]))
    organization = Organization.objects.create(collection=collection, **fields)
    for role in Role:
        group = Group.objects.create(name=f"{organization.slug}: {role.value}")
        OrganizationGroup.objects.create(organization=organization, role=role, group=group)
        _grant_admin(group)
        _grant_collection(group, collection, MEMBER_COLLECTION_GRANTS)
    return organization


@transaction.atomic
def register_home(organization: Organization, page: Page, *, grant: bool = True) -> OrganizationHome:
    """Save a page as an organization's home in its language; with `grant`, give its members rights on it."""
    home = OrganizationHome.objects.create(organization=organization, locale_id=page.locale_id, page=page)
    if grant:
        for row in organization.role_groups.select_related("group"):
            _grant_page(row.group, page, MEMBER_PAGE_GRANTS)
    return home


@transaction.atomic
def set_membership(
    user: User, organization: Organization, role: str | None, *, translates_into: str = "", by: User | None = None
) -> None:
    """Give, change or end (None) a role and log it; `by` is not checked. Refusal for an editor in the programme.

    With `translates_into` she is a translator into that language, without any right on pages and files in the admin.

    Raises Refusal when somebody who decides would belong to the programme's own organization.
    """
    if role is not None:
        refuse_editor_in_programme(organization.slug == PROGRAMME_SLUG, decides=decides_as_editor(user))
    before = Membership.objects.filter(user=user, organization=organization).first()
    if role is None:
        Membership.objects.filter(user=user, organization=organization).delete()
    else:
        Membership.objects.update_or_create(
            user=user, organization=organization, defaults={"role": Role(role), "translates_into": translates_into}
        )
    with group_changes_allowed():
        for row in organization.role_groups.select_related("group"):
            # Each role has a group: she comes into that of her role and leaves the others. A translator is in none.
            (user.groups.add if row.role == role and not translates_into else user.groups.remove)(row.group)
    clear_cached_rights(user)
    data = {"person": user.email, "from": before.role if before else None, "to": role}
    if translates_into:
        data["translates_into"] = translates_into
    log(instance=organization, action="orgs.membership", user=by, data=data)
    # A new translator loses all else that she had.
    if before and (role is None or (translates_into and not before.translates_into)):
        membership_ended.send(Membership, user=user, organization=organization)


@transaction.atomic
def set_editor(user: User, is_editor: bool, *, by: User | None = None) -> None:
    """Make a person an editor or end that, and log it; `by` is not checked. Refusal for members of the programme."""
    refuse_editor_in_programme(belongs_to_programme(user), decides=is_editor)
    with group_changes_allowed():
        (user.groups.add if is_editor else user.groups.remove)(editors_group())
    clear_cached_rights(user)
    log(instance=user, action="orgs.editor", user=by, data={"person": user.email, "editor": is_editor})
    if not is_editor:
        editor_ended.send(type(user), user=user)


@transaction.atomic
def set_access(user: User, *, is_active: bool, is_administrator: bool, by: User | None = None) -> None:
    """Set and log sign-in and administrator rights; loss ends sessions. `by` unchecked; Refusal for programme members.

    Refusal is raised when a member of the programme's organization would become an administrator.

    This means her sessions, and what she had in hand as an editor. Raises Refusal when a member of the programme's own
    organization would become an administrator.
    """
    refuse_editor_in_programme(belongs_to_programme(user), decides=is_administrator)
    loses = (user.is_active and not is_active) or (user.is_superuser and not is_administrator)
    user.is_active, user.is_superuser, user.is_staff = is_active, is_administrator, is_administrator
    user.save(update_fields=["is_active", "is_superuser", "is_staff"])
    data = {"person": user.email, "active": is_active, "administrator": is_administrator}
    log(instance=user, action="orgs.access", user=by, data=data)
    if loses:
        end_sessions(user)
        editor_ended.send(type(user), user=user)


def belongs_to_programme(user: User) -> bool:
    """Return whether a person is a member of the programme's own organization."""
    return Membership.objects.filter(user=user, organization__slug=PROGRAMME_SLUG).exists()


def clear_cached_rights(user: User) -> None:
    """Remove the groups, memberships and permissions cached on a user object, so that they are read anew."""
    # The first two are ours (orgs.permissions), the others Django's ModelBackend keeps on the user.
    for name in ("_group_names", "_memberships", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(name, None)


@transaction.atomic
def editors_group() -> Group:
    """Return the group of the central editors, created with its rights when missing.

    Rights for each organization would grow without end.
    """
    group, created = Group.objects.get_or_create(name=EDITORS_GROUP)
    if created:
        _grant_admin(group)
        # Once, on the root: grants for each organization make the SQL too deep (“Expression tree is too large”).
        _grant_page(group, Page.get_first_root_node(), EDITOR_PAGE_GRANTS)
        _grant_collection(group, Collection.get_first_root_node(), MEMBER_COLLECTION_GRANTS)
    return group


def _grant_admin(group: Group) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def _grant_page(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=permission) for permission in permissions
    )


def _grant_collection(group: Group, collection: Collection, names: tuple[tuple[str, str], ...]) -> None:
    for app_label, codename in names:
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
