"""People's names and pages' titles in Wagtail's screens, as the current user may see them."""

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
    """Return a person's name, else the part of the address before the @; "a former colleague" if not to be known.

    Comments and histories keep the names of people who have left.
    """
    if is_name_hidden(current_user(), self):
        return _("a former colleague")
    # A person without a name is shown by the part of her address before the @, never by the whole address.
    return stock_get_full_name(self) or self.email.partition("@")[0]


def get_admin_display_title(self: Page) -> str:
    """Return a page's draft title for the admin; members get the live title of pages of no organization."""
    belongs_to_all = not issubclass(self.specific_class or Page, OrgContentPage)
    if belongs_to_all and sees_only_own(current_user()):
        return self.title
    return cast(str, stock_get_admin_display_title(self))
