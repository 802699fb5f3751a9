"""Filters of Wagtail's lists that offer a member only her colleagues."""

from __future__ import annotations

from typing import Any, cast

from wagtail.admin.filters import WagtailFilterSet

from accounts.models import User
from orgs.guard import access_scopes
from orgs.permissions import sees_only_own
from orgs.wagtail_patches.dates import read_typed_days

stock_get_form_class = WagtailFilterSet.get_form_class


def get_form_class(self: Any) -> type[Any]:
    """Return a Wagtail filter's form class that reads days first; members may choose only colleagues."""
    form_class = stock_get_form_class(self)
    # Not shared between requests: django-filter makes the class anew for each filter set.
    form_class.base_fields.update({name: read_typed_days(field) for name, field in form_class.base_fields.items()})
    user = self.request.user if self.request else None
    if sees_only_own(user):
        for field in form_class.base_fields.values():
            if getattr(getattr(field, "queryset", None), "model", None) is User:
                field.queryset = field.queryset.filter(pk__in=access_scopes.colleagues(user).values("pk"))
    return cast(type[Any], form_class)
