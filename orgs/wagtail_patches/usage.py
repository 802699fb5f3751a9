"""References to a file or page, without those on pages that the current user may not see."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, ReferenceIndex

from orgs.guard import access_scopes
from orgs.guard.current_user import current_user
from orgs.permissions import sees_only_own

stock_get_references_to = ReferenceIndex.get_references_to
stock_get_references_to_in_bulk = ReferenceIndex.get_references_to_in_bulk
stock_usage_count_subquery = ReferenceIndex.usage_count_subquery


def on_own_pages(references: QuerySet[Any]) -> QuerySet[Any]:
    """Return the references on pages of the current user's organizations; an editor gets all."""
    user = current_user()
    if not sees_only_own(user):
        return references
    # The index names objects of all models by text.
    own = access_scopes.pages(user).order_by().values_list(Cast("pk", CharField()))
    return references.filter(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=own)


def get_references_to(object: Any) -> QuerySet[Any]:
    """Return the references to an object on pages of the member's organizations; an editor gets all."""
    return on_own_pages(stock_get_references_to(object))


def get_references_to_in_bulk(objects: Any) -> QuerySet[Any]:
    """Return the references to several objects on the member's organizations' pages; an editor gets all."""
    return on_own_pages(stock_get_references_to_in_bulk(objects))


def usage_count_subquery(model: type[Any]) -> Any:
    """Return the SQL expression counting each file's uses; for a member only on own organizations' pages."""
    if not sees_only_own(current_user()):
        return stock_usage_count_subquery(model)
    # Wagtail's reference index stores ids as text, hence the cast.
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model), to_object_id=Cast(OuterRef("pk"), CharField())
    )
    counted = on_own_pages(uses).order_by().values("to_object_id").annotate(count=Count("object_id", distinct=True))
    return Coalesce(Subquery(counted.values("count")), 0)
