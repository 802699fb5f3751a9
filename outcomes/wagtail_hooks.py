"""Institutions as snippets in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from vocabulary.models import Institution


class Institutions(SnippetViewSet):
    """The admin views of the institutions to which recommendations are addressed."""

    model = Institution
    icon = "group"
    menu_label = _("Institutions")
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("name_en", "name_km")
    list_per_page = 100
    search_backend_name = None
    search_fields = ("name_en", "name_km")
    panels = (FieldPanel("name_en"), FieldPanel("name_km"), FieldPanel("slug"))


register_snippet(Institutions)
