"""Where a file or page is used, as a member is told: editors' drafts may use hers too, and are not counted for her."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, ReferenceIndex

from orgs.guard import access_scopes
from orgs.guard.current_user import asker
from orgs.permissions import sees_only_own

stock_references = ReferenceIndex.get_references_to
stock_references_in_bulk = ReferenceIndex.get_references_to_in_bulk
stock_count = ReferenceIndex.usage_count_subquery


def on_own_pages(references: QuerySet[Any]) -> QuerySet[Any]:
    """Those that stand on pages which whoever asks may see."""
    user = asker()
    if not sees_only_own(user):
        return references
    # The index names objects of all models by text.
    own = access_scopes.pages(user).order_by().values_list(Cast("pk", CharField()))
    return references.filter(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=own)


def references_to(thing: Any) -> QuerySet[Any]:
    return on_own_pages(stock_references(thing))


def references_to_all(things: Any) -> QuerySet[Any]:
    return on_own_pages(stock_references_in_bulk(things))


def number_of_uses(model: type[Any]) -> Any:
    """The expression by which lists of files are sorted and narrowed."""
    if not sees_only_own(asker()):
        return stock_count(model)
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model), to_object_id=Cast(OuterRef("pk"), CharField())
    )
    counted = on_own_pages(uses).order_by().values("to_object_id").annotate(count=Count("object_id", distinct=True))
    return Coalesce(Subquery(counted.values("count")), 0)


def close() -> None:
    """Put these in the places of Wagtail's own. Called once, when the apps are ready."""
    ReferenceIndex.get_references_to = staticmethod(references_to)
    ReferenceIndex.get_references_to_in_bulk = staticmethod(references_to_all)
    ReferenceIndex.usage_count_subquery = staticmethod(number_of_uses)
