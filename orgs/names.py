"""How people and pages are called in Wagtail's screens, for whoever looks."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from orgs.guard import access_scopes
from orgs.guard.current_user import asker
from orgs.models import OrgContentPage
from orgs.permissions import EDITORS_GROUP, sees_only_own

stock_full_name = User.get_full_name
stock_title = Page.get_admin_display_title


def name_for(reader: Any, person: User) -> str:
    """Her name; not for a former colleague who works only where nobody may know that it is there."""
    return _("a former colleague") if is_in_hiding(reader, person) else person.name


def is_in_hiding(reader: Any, person: User) -> bool:
    return sees_only_own(reader) and person.pk != reader.pk and person.pk in people_in_hiding(reader)


def people_in_hiding(reader: Any) -> set[int]:
    """Ids of those who work for organizations that may not be named to `reader`, and for no others; read once."""
    if not hasattr(reader, "_people_in_hiding"):
        named = access_scopes.named_organizations(reader).values("pk")
        hidden = User.objects.filter(memberships__isnull=False).exclude(memberships__organization__in=named)
        known = Q(is_superuser=True) | Q(groups__name=EDITORS_GROUP)
        reader._people_in_hiding = set(hidden.exclude(known).values_list("pk", flat=True))
    return cast(set[int], reader._people_in_hiding)


def full_name(person: User) -> str:
    """Takes the place of Django's, which all of Wagtail's screens ask; comments and histories keep old authors."""
    if is_in_hiding(asker(), person):
        return _("a former colleague")
    # Who gave no name is never called by her address.
    return stock_full_name(person) or person.email.partition("@")[0]


def title(page: Page) -> str:
    """A member's own pages are called as she is writing them; the front page above them as the public knows it."""
    belongs_to_all = not issubclass(page.specific_class or Page, OrgContentPage)
    if belongs_to_all and sees_only_own(asker()):
        return page.title
    return cast(str, stock_title(page))


def close() -> None:
    """Put these in the places of Django's and Wagtail's own. Called once, when the apps are ready."""
    User.get_full_name = full_name  # type: ignore[assignment,method-assign]
    Page.get_admin_display_title = title
