"""Sources of the press review as snippets in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from press.models import Source


class SourceChoosers(SnippetChooserViewSet):
    """The chooser of sources; without fields of its own Wagtail's form for a new one fails."""

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


register_snippet(Sources)
