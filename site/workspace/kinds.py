"""The kinds of content by the names that search and listings give them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.models import ArticlePage, PublicationPage, UpdatePage
from events.models import EventPage
from orgs.models import OrgContentPage

KINDS: dict[str, type[OrgContentPage]] = {
    "update": UpdatePage,
    "article": ArticlePage,
    "publication": PublicationPage,
    "event": EventPage,
}
# The views with a short form.
SHORT: dict[type | None, str] = {UpdatePage: "workspace:edit", EventPage: "workspace:edit-event"}
LABELS = {
    "update": pgettext_lazy("kind of page", "Update"),
    "article": _("Article"),
    "publication": _("Publication"),
    "event": _("Event"),
    "page": _("Page"),
}


def kind_of(model: type) -> str:
    return getattr(model, "entry_type", "page")


def editing_url(page: OrgContentPage) -> str:
    """Where a page is written: updates and events here, everything longer in the full editor."""
    view = SHORT.get(page.specific_class, "wagtailadmin_pages:edit")
    return reverse(view, args=[page.pk])
