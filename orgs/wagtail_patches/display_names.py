"""Names of people and titles of pages in Wagtail's screens, for the current user."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from orgs.guard.current_user import current_user
from orgs.guard.display_names import is_name_hidden
from orgs.models import OrgContentPage
from orgs.permissions import sees_only_own

stock_get_full_name = User.get_full_name
stock_get_admin_display_title = Page.get_admin_display_title


def get_full_name(self: User) -> str:
    """Return a person's name as the current user may know it; comments and histories keep old authors."""
    if is_name_hidden(current_user(), self):
        return _("a former colleague")
    # Who gave no name is never called by her address.
    return stock_get_full_name(self) or self.email.partition("@")[0]


def get_admin_display_title(self: Page) -> str:
    """Return a page's title: the draft's, but the public one of a page that belongs to no organization."""
    belongs_to_all = not issubclass(self.specific_class or Page, OrgContentPage)
    if belongs_to_all and sees_only_own(current_user()):
        return self.title
    return cast(str, stock_get_admin_display_title(self))
