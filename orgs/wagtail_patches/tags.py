"""Tags that a member is shown: only those of files of her organizations."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag

from assets.models import Document, Image
from orgs.guard import access_scopes
from orgs.guard.current_user import current_user
from orgs.permissions import sees_only_own

MAX_TAGS = 10


def tags_for(user: Any) -> QuerySet[Tag]:
    """Return the tags a person may see: a member those of the own organizations' files, an editor all."""
    if not sees_only_own(user):
        return Tag.objects.all()
    files = Q()
    for model, own in ((Image, access_scopes.images(user)), (Document, access_scopes.documents(user))):
        content_type = ContentType.objects.get_for_model(model)
        files |= Q(taggit_taggeditem_items__content_type=content_type, taggit_taggeditem_items__object_id__in=own)
    # A tag on two files comes twice from the join.
    return Tag.objects.filter(files).distinct()


def popular_tags_for_model(model: type[Any], count: int = MAX_TAGS) -> QuerySet[Tag]:
    """Return the `count` most frequent tags of a model's objects, for a member only of own organizations' files."""
    user = current_user()
    items = Q(taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model))
    if sees_only_own(user):
        own = access_scopes.images(user) if model is Image else access_scopes.documents(user)
        items &= Q(taggit_taggeditem_items__object_id__in=own)
    tags = Tag.objects.filter(items).annotate(item_count=Count("taggit_taggeditem_items"))
    return tags.order_by("-item_count")[:count]


def autocomplete_tags(request: HttpRequest) -> JsonResponse:
    """Return as JSON at most 10 tags that begin with the typed term, from those the person may see (a view).

    It takes the place of Wagtail's view at its address.
    """
    term = request.GET.get("term", "")
    found = tags_for(request.user).filter(name__istartswith=term).order_by("name") if term else Tag.objects.none()
    return JsonResponse(list(found.values_list("name", flat=True)[:MAX_TAGS]), safe=False)
