"""Search terms as snippets in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from vocabulary.models import SearchTerm


class SearchTerms(SnippetViewSet):
    """The admin views of search terms, the synonyms that editors keep."""

    model = SearchTerm
    icon = "search"
    menu_label = _("Search terms")
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("text_en", "text_km")
    list_per_page = 100
    # Wagtail has no index of search terms: the list searches the columns below.
    search_backend_name = None
    search_fields = ("text_en", "text_km", "synonyms")
    panels = (FieldPanel("text_en"), FieldPanel("text_km"), FieldPanel("synonyms"))


register_snippet(SearchTerms)
