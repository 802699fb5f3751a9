"""The portal's own kinds of pages: front page, directory, an organization's home, and standard pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from assets.models import Image
from catalog.page_context import language_links
from home.addresses import in_other_language
from home.front_page import front_page
from home.organizations.directory import directory
from home.organizations.tabs import organization_home
from home.placeholders.filling import without_placeholders
from home.placeholders.operator import OperatorDetails
from orgs.models import Organization, OrgContentPage
from orgs.pages.blocks import BodyBlock, words_of
from orgs.pages.images import fetch_renditions, images_in
from orgs.pages.json_ld import organization_data
from orgs.pages.registry import page_kinds
from vocabulary.models import Place, Topic

__all__ = ["HomePage", "OperatorDetails", "OrganizationIndexPage", "OrganizationPage", "StandardPage"]

# Slugs of the portal's own lists: a page with one of them would hide that list.
LISTS_OF_PORTAL = frozenset(
    {
        "activity",
        "discussions",
        "events",
        "follow",
        "guide",
        "help",
        "how-we-check",
        "offline",
        "organizations",
        "press",
        "publications",
        "recommendations",
        "search",
        "statistics",
        "topics",
        "translations",
    }
)


class HomePage(Page):
    """The front page of one language."""

    statement = models.CharField(_("statement"), max_length=200, blank=True)

    template = "home/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["home.OrganizationIndexPage", "home.StandardPage"]
    max_count_per_parent = 2
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("statement")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the front page: newest pages, events, topics, counts."""
        other = in_other_language(request)
        switch = {"alternate": request.build_absolute_uri(other), "switch": other}
        return super().get_context(request, *args, **kwargs) | front_page(self.locale.language_code) | switch


class OrganizationIndexPage(Page):
    """The directory of organizations in one language, and the root of all their trees."""

    template = "home/organization_index_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.OrganizationPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("directory of organizations")
        verbose_name_plural = _("directories of organizations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the directory of organizations."""
        return super().get_context(request, *args, **kwargs) | directory(request)


class OrganizationPage(OrgContentPage):
    """An organization's home in one language; its names and descriptions are in Organization."""

    is_creatable = False
    translated_fields: ClassVar = (*OrgContentPage.translated_fields, "body")
    template = "home/organization_page.html"
    parent_page_types: ClassVar = ["home.OrganizationIndexPage"]
    body = StreamField(BodyBlock(), verbose_name=_("about"), blank=True)
    content_panels: ClassVar = [FieldPanel("body")]

    class Meta:
        verbose_name = _("home of an organization")
        verbose_name_plural = _("homes of organizations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of an organization's home page, with newest pages and events."""
        own = organization_home(self.organization, self.locale.language_code, self.body)
        return super().get_context(request, *args, **kwargs) | own | language_links(self, request)

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Return the page classes that may stand below an organization's home page."""
        return [
            model
            for model in page_kinds().models
            # Derived from the registry, so that a package above adds a kind without being named here.
            if model is not OrgContentPage and getattr(model, "parent_page_types", None) is None
        ]

    @classmethod
    def reserved_slugs(cls) -> frozenset[str]:
        """Return an empty set: below an organization's home no slug is reserved."""
        # Its own slug stands beside those of other organizations, below the directory, where no list is.
        return frozenset()

    def owner_below(self, parent: Page) -> Organization:
        """Return the page's own organization, whatever `parent` is: it is the root of its tree."""
        return self.organization

    def structured_data(self, url: str) -> dict[str, Any]:
        """Return the organization as schema.org data for search engines; `url` is its home's."""
        return organization_data(self.organization, self.locale.language_code) | {"mainEntityOfPage": url}

    def entry_summary(self) -> str:
        """Return the first 300 characters of the organization's description in the page's language; may be ""."""
        # As long as the summary of other pages (OrgContentPage.summary).
        return self.organization.description_in(self.locale.language_code)[:300]

    def entry_text(self) -> str:
        """Return the text of an organization's home page, for the search."""
        return words_of(self.body)

    def entry_image(self) -> Image | None:
        """Return the organization's logo, for lists of pages."""
        return self.organization.logo

    def entry_topics(self) -> models.QuerySet[Topic]:
        """Return the organization's topics, for the catalog."""
        return self.organization.topics.all()

    def entry_places(self) -> models.QuerySet[Place]:
        """Return the organization's provinces, for the catalog."""
        return self.organization.places.all()


class StandardPage(OrgContentPage):
    """A page of the portal itself, such as "about us" or a page of the programme."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    translated_fields: ClassVar = (*OrgContentPage.translated_fields, "body")

    is_creatable = True
    template = "home/standard_page.html"
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    content_panels: ClassVar = [FieldPanel("title", classname="title"), FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of the portal")
        verbose_name_plural = _("pages of the portal")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the standard page's template context, with the public pages above and below it."""
        fetch_renditions(images_in(self.body))
        own = {"children": self.below(), "above": self.above()}
        return super().get_context(request, *args, **kwargs) | language_links(self, request) | own

    @classmethod
    def reserved_slugs(cls) -> frozenset[str]:
        """Return the slugs of the portal's lists, which a standard page must not have."""
        return LISTS_OF_PORTAL

    def above(self) -> StandardPage | None:
        """Return the standard page right above this one, if it is public, else None."""
        return StandardPage.objects.parent_of(self).live().public().first() if self.pk else None

    def below(self) -> list[dict[str, str]]:
        """Return the public pages right below this one as {"title", "url"}, in the tree's order."""
        pages = self.get_children().live().public().values_list("title", "slug") if self.pk else []
        # Relative to this page's address, which needs no query for each child.
        return [{"title": title, "url": f"{slug}/"} for title, slug in pages]

    def all_text(self) -> str:
        """Return the page's stored title, summary and text in one string, placeholders not filled."""
        return " ".join([self.title, self.summary, words_of(self.body)])

    def entry_summary(self) -> str:
        """Return the page's summary for the catalog, with "…" in place of placeholders."""
        return without_placeholders(self.summary)

    def entry_text(self) -> str:
        """Return the page's text for the search, with "…" in place of placeholders."""
        return without_placeholders(words_of(self.body))
