"""Where Wagtail's lists know of all organizations, they know of one's own here.

Each function stands in for one of Wagtail's that is given no request, or no place to say for whom it answers.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag
from wagtail.admin import filters as wagtail_filters
from wagtail.images.views import chooser as image_chooser

from accounts.models import User
from assets.models import Document, Image
from orgs.guard import access_scopes
from orgs.guard.current_user import asker
from orgs.permissions import sees_only_own

MOST_TAGS = 10


def words_for(user: Any) -> QuerySet[Tag]:
    """The tags that the person may be shown: those of files of hers."""
    if not sees_only_own(user):
        return Tag.objects.all()
    files = Q()
    for model, own in ((Image, access_scopes.images(user)), (Document, access_scopes.documents(user))):
        content_type = ContentType.objects.get_for_model(model)
        files |= Q(taggit_taggeditem_items__content_type=content_type, taggit_taggeditem_items__object_id__in=own)
    return Tag.objects.filter(files).distinct()


def popular_tags(model: type[Any], count: int = MOST_TAGS) -> QuerySet[Tag]:
    """The most frequent tags of a model's objects that whoever asks may see; takes the place of Wagtail's."""
    user = asker()
    items = Q(taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model))
    if sees_only_own(user):
        own = access_scopes.images(user) if model is Image else access_scopes.documents(user)
        items &= Q(taggit_taggeditem_items__object_id__in=own)
    tags = Tag.objects.filter(items).annotate(item_count=Count("taggit_taggeditem_items"))
    return tags.order_by("-item_count")[:count]


def autocomplete_tags(request: HttpRequest) -> JsonResponse:
    """What the tag field suggests: words that begin so and stand on files of hers."""
    term = request.GET.get("term", "")
    found = words_for(request.user).filter(name__istartswith=term).order_by("name") if term else Tag.objects.none()
    return JsonResponse(list(found.values_list("name", flat=True)[:MOST_TAGS]), safe=False)


stock_form_class = wagtail_filters.WagtailFilterSet.get_form_class


def filter_form_class(self: Any) -> type[Any]:
    """A filter offers people: of other organizations none."""
    form_class = stock_form_class(self)
    user = self.request.user if self.request else None
    if sees_only_own(user):
        for field in form_class.base_fields.values():
            if getattr(getattr(field, "queryset", None), "model", None) is User:
                field.queryset = field.queryset.filter(pk__in=access_scopes.colleagues(user).values("pk"))
    return cast(type[Any], form_class)


def close() -> None:
    """Put these in the places of Wagtail's own. Called once, when the apps are ready."""
    # Both modules imported the function by its name.
    wagtail_filters.popular_tags_for_model = popular_tags
    image_chooser.popular_tags_for_model = popular_tags
    wagtail_filters.WagtailFilterSet.get_form_class = filter_form_class
