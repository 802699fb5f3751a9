"""Access scopes: for each kind of id in a request, the objects of that kind that a member may see.

The lists in <app>/access.py use the names in SCOPES. Each scope answers one question in one query: which of these
objects belong to an organization that this person is a member of. Wagtail's grants are not looked at, so that a wrong
grant alone shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.admin.models import EditingSession
from wagtail.models import Collection, Locale, Page, Site, UploadedFile

from accounts.models import User
from assets.models import Document, Image
from orgs.models import HandedLink, Invitation, Membership, Organization, OrganizationHome, OrgContentPage, Role
from orgs.permissions import memberships, translator_memberships
from vocabulary.models import Institution, Place, Topic

# A parameter that is no id: words, the number of a list's page, a type.
PLAIN = "plain"
# An id that the view looks up among the parts of another object of the same request, which is checked: a revision of
# a page. Read the view before you write it: a lookup in the whole table is a hole.
INSIDE = "inside"

AccessScope = Callable[[Any], QuerySet[Any]]


def active_organizations(user: Any) -> list[int]:
    """Return the ids of the active organizations that a person is a member of.

    No query when the person's memberships were read already.
    """
    # A list and no subquery: it is needed several times in a request, and read once.
    return [m.organization_id for m in memberships(user) if m.organization.is_active]


def all_organizations(user: Any) -> list[int]:
    """Return the ids of all organizations that a person is a member of, suspended ones included."""
    return [m.organization_id for m in memberships(user)]


def pages(user: Any) -> QuerySet[Any]:
    """Return the pages of the active organizations that a person is a member of."""
    return OrgContentPage.objects.filter(organization__in=active_organizations(user))


def readable_pages(user: Any) -> QuerySet[Any]:
    """Return the pages of all organizations that a person is a member of, suspended ones included."""
    return OrgContentPage.objects.filter(organization__in=all_organizations(user))


def translatable_pages(user: Any) -> QuerySet[Any]:
    """Return the pages that a person may read as a member, and all of active organizations that she translates for.

    The views of translators ask for the rest: the language, and that the translation was begun.
    """
    translates_for = [m.organization_id for m in translator_memberships(user) if m.organization.is_active]
    return OrgContentPage.objects.filter(organization__in=[*all_organizations(user), *translates_for])


def pages_and_ancestors(user: Any) -> QuerySet[Any]:
    """Return the pages of a member's active organizations and all pages above their home pages."""
    own = active_organizations(user)
    # A page is above a home when the home's path begins with the page's path.
    below = OrganizationHome.objects.filter(organization__in=own, page__path__startswith=OuterRef("path"))
    return Page.objects.filter(Q(orgcontentpage__organization__in=own) | Exists(below))


def images(user: Any) -> QuerySet[Any]:
    """Return the pictures of the active organizations that a person is a member of."""
    return Image.objects.filter(collection__organization__in=active_organizations(user))


def documents(user: Any) -> QuerySet[Any]:
    """Return the documents of the active organizations that a person is a member of."""
    return Document.objects.filter(collection__organization__in=active_organizations(user))


def collections(user: Any) -> QuerySet[Any]:
    """Return the file collections of the active organizations that a person is a member of."""
    return Collection.objects.filter(organization__in=active_organizations(user))


def uploads(user: Any) -> QuerySet[Any]:
    """Return a person's own uploaded files that are not yet a picture or document."""
    # They have no collection yet, so only the person is known.
    return UploadedFile.objects.filter(uploaded_by_user=user)


def sessions(user: Any) -> QuerySet[Any]:
    """Return a person's editing sessions in Wagtail's page editor."""
    return EditingSession.objects.filter(user=user)


def colleagues(user: Any) -> QuerySet[Any]:
    """Return the accounts of all members of a person's active organizations, and the person's own."""
    return User.objects.filter(Q(memberships__organization__in=active_organizations(user)) | Q(pk=user.pk))


def managed_memberships(user: Any) -> QuerySet[Any]:
    """Return all memberships of the active organizations that a person manages."""
    # Not the organizations of a mere member: roles are changed by managers alone.
    return Membership.objects.filter(organization__in=managed_organizations(user))


def invitations(user: Any) -> QuerySet[Any]:
    """Return all invitations of the active organizations that a person manages."""
    return Invitation.objects.filter(organization__in=managed_organizations(user))


def handed_links(user: Any) -> QuerySet[Any]:
    """Return all handed links of the active organizations that a person manages."""
    return HandedLink.objects.filter(organization__in=managed_organizations(user))


def managed_organizations(user: Any) -> list[int]:
    """Return the ids of the active organizations that a person manages."""
    return [m.organization_id for m in memberships(user) if m.role == Role.MANAGER and m.organization.is_active]


def named_organizations(user: Any) -> QuerySet[Any]:
    """Return the public organizations, and the active ones that a person is a member of."""
    public = Organization.objects.public().values("pk")
    return Organization.objects.filter(Q(pk__in=active_organizations(user)) | Q(pk__in=public))


SCOPES: dict[str, AccessScope] = {
    "page": pages,
    "readable_page": readable_pages,
    "translatable_page": translatable_pages,
    "ancestor": pages_and_ancestors,
    "image": images,
    "document": documents,
    "collection": collections,
    "upload": uploads,
    "session": sessions,
    "person": colleagues,
    "organization": named_organizations,
    "membership": managed_memberships,
    "invitation": invitations,
    "handed_link": handed_links,
}

# The kind of id that stands for a model in a form.
MODELS: dict[type[Model], str] = {
    Page: "page",
    Image: "image",
    Document: "document",
    Collection: "collection",
    Organization: "organization",
    User: "person",
}
# Models whose rows belong to no organization and are shown to everybody. A model of a package above declares
# `belongs_to_all = True` instead.
SHARED_MODELS: set[type[Model]] = {Topic, Place, Institution, Locale, ContentType, Site}


def scope_of_model(model: type[Model]) -> str | None:
    """Return the scope limiting a model's rows in a form; None if open to all. LookupError if undeclared."""
    if model in SHARED_MODELS or getattr(model, "belongs_to_all", False):
        return None
    for known, kind in MODELS.items():
        # Subclasses too: forms refer to Page, OrgContentPage and ArticlePage alike.
        if issubclass(model, known):
            return kind
    # An error and no default: a model that was forgotten here must fail, and never be open to all.
    scopes = "orgs.guard.access_scopes"
    raise LookupError(f"{model._meta.label}: say in {scopes} whom it belongs to, or on it that it belongs to all.")


def can_access_all(kind: AccessScope, user: Any, ids: Iterable[Any]) -> bool:
    """Return whether a person may access every object of a scope with these ids; False for a non-number.

    It takes one query.
    """
    wanted = {str(value) for value in ids}
    # 18 digits fit into a 64-bit integer; a longer number would be an error in the database.
    if not all(value.isascii() and value.isdigit() and len(value) < 19 for value in wanted):
        return False
    # The rows are few, and one that is found twice is one: fetching them is quicker than letting them be counted.
    found = kind(user).filter(pk__in=wanted).order_by().values_list("pk", flat=True)
    return set(found) == {int(value) for value in wanted}
