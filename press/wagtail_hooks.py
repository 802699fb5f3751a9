"""Sources of the press review as snippets in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from press import log_actions  # noqa: F401 - for what it registers
from press.models import Source


class MediaMixin:
    """A mixin for views of the chooser that lists the media of the press review alone."""

    def get_object_list(self) -> QuerySet[Source]:
        """Return the media of the press review."""
        return Source.objects.press()


class ChooseMedium(MediaMixin, ChooseView):
    """The chooser's first view."""


class ChooseMediumResults(MediaMixin, ChooseResultsView):
    """The chooser's results, as one types or turns a page."""


class SourceChoosers(SnippetChooserViewSet):
    """The chooser of sources; without fields of its own Wagtail's form for a new one fails."""

    choose_view_class = ChooseMedium
    choose_results_view_class = ChooseMediumResults
    form_fields = ("name_en", "name_km", "feed", "language")
    choose_one_text = _("Choose a source")
    choose_another_text = _("Choose another source")
    create_action_label = _("Add a source")


class Sources(SnippetViewSet):
    """The admin views in which editors add, change and pause the sources of the press review."""

    model = Source
    chooser_viewset_class = SourceChoosers
    icon = "globe"
    menu_label = _("Sources of the press review")
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("name_en", "name_km", "feed", "state")
    list_per_page = 100
    search_backend_name = None
    search_fields = ("name_en", "name_km", "feed")
    panels = (
        FieldPanel("name_en"),
        FieldPanel("name_km"),
        FieldPanel("feed"),
        FieldPanel("site"),
        FieldPanel("language"),
        FieldPanel("topics"),
        FieldPanel("places"),
        FieldPanel("allows_excerpts"),
        FieldPanel("state"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Return the media of the press review: an own site is its organization's."""
        return Source.objects.press()


register_snippet(Sources)


@hooks.register("before_edit_snippet")
def refuse_own_site(request: HttpRequest, instance: Any) -> None:
    """Raise Http404 for an organization's own site: its managers add and remove it in the workspace (hook)."""
    if isinstance(instance, Source) and instance.kind == Source.Kind.OWN:
        raise Http404


@hooks.register("before_delete_snippet")
def refuse_deleting_own_site(request: HttpRequest, instances: Any) -> None:
    """Raise Http404 where an organization's own site is among the snippets that are to be deleted (hook)."""
    for instance in instances:
        refuse_own_site(request, instance)


@hooks.register("before_delete_snippet")
def keep_source_of_clippings(request: HttpRequest, instances: Any) -> HttpResponse | None:
    """Redirect with a message where a source that has clippings is among the snippets to be deleted (hook)."""
    sources = [instance for instance in instances if isinstance(instance, Source)]
    kept = Source.objects.press().filter(pk__in=[source.pk for source in sources], clippings__isnull=False).first()
    if kept is None:
        return None
    told = gettext("%(name)s has clippings, which name it as their source: it cannot be deleted. Pause it instead.")
    messages.error(request, told % {"name": kept.name})
    return redirect("wagtailsnippets_press_source:edit", kept.pk)
