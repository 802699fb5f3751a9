"""The pages that organizations write: updates, articles, and publications of the library."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from assets.models import Document, Image
from blog.kinds import ARTICLE, PUBLICATION, UPDATE
from catalog.page_context import page_context
from common.typed_text.lengths import LONGEST_PASSAGE
from common.typed_text.markup import without_tags
from khmer.typography import after_words, excerpt, first_words
from orgs.models import OrgContentPage
from orgs.pages.blocks import TEXT_FEATURES, BodyBlock, words_of
from orgs.pages.forms import TitleFromTextForm
from orgs.pages.images import fetch_renditions, images_in
from orgs.pages.page_kind import PageKind
from outcomes.recommendations.page_part import RecommendingPage

LONGEST_TITLE = 80
LONGEST_SUMMARY = 200
LONGEST_UPDATE = 3000

SORTING_PANELS = [
    MultiFieldPanel([FieldPanel("topics"), FieldPanel("places")], heading=_("Topics and places")),
]


class UpdatePage(OrgContentPage):
    """An update: a few sentences, perhaps with a picture, written on a phone."""

    page_kind: ClassVar[PageKind] = UPDATE
    translated_fields: ClassVar = (*OrgContentPage.translated_fields, "text")

    text = models.TextField(_("text"), max_length=LONGEST_UPDATE, help_text=_("Two or three sentences are fine."))
    image = models.ForeignKey(
        Image, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    base_form_class = TitleFromTextForm
    template = "blog/update_page.html"
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        FieldPanel("text"),
        FieldPanel("image"),
        FieldPanel("title", help_text=_("Left empty, the first words of the text become the title.")),
        *SORTING_PANELS,
    ]

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def _set_core_field_defaults(self) -> None:
        # Wagtail calls this before each validation, also that of a draft, and needs a title for the slug.
        if not self.title:  # type: ignore[has-type]
            self.title = first_words(self.text, LONGEST_TITLE)
        super()._set_core_field_defaults()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the update's page, with the picture's renditions fetched."""
        fetch_renditions([self.image])
        return super().get_context(request, *args, **kwargs) | page_context(self, request)

    def entry_summary(self) -> str:
        """Return the update's summary for the catalog: its own, else the text's beginning after the title."""
        # The title is often the text's first words, which would stand twice in a list.
        return self.summary or excerpt(after_words(self.text, self.title), LONGEST_SUMMARY)

    def entry_text(self) -> str:
        """Return the update's text, for the search."""
        return self.text

    def entry_image(self) -> Image | None:
        """Return the update's picture, for lists of pages."""
        return self.image


class ArticlePage(OrgContentPage):
    """An article: a longer text of headings, pictures, quotations, tables and links."""

    page_kind: ClassVar[PageKind] = ARTICLE
    translated_fields: ClassVar = (*OrgContentPage.translated_fields, "body")

    image = models.ForeignKey(
        Image, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    template = "blog/article_page.html"
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        FieldPanel("title", classname="title"),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
        *SORTING_PANELS,
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the article's page, with all pictures' renditions fetched."""
        fetch_renditions([self.image, *images_in(self.body)])
        return super().get_context(request, *args, **kwargs) | page_context(self, request)

    def entry_summary(self) -> str:
        """Return the article's summary for the catalog: its own, else the beginning of its text."""
        return self.summary or excerpt(self.entry_text(), LONGEST_SUMMARY)

    def entry_text(self) -> str:
        """Return the article's text without markup, for the search."""
        return words_of(self.body)

    def entry_image(self) -> Image | None:
        """Return the article's picture, for lists of pages."""
        return self.image


class PublicationPage(RecommendingPage):
    """A publication: a report or study with its findings, its recommendations and its file."""

    page_kind: ClassVar[PageKind] = PUBLICATION
    translated_fields: ClassVar = (*RecommendingPage.translated_fields, "authors", "findings", "recommendations")

    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    authors = models.CharField(_("written by"), max_length=200, blank=True)
    findings = RichTextField(_("findings"), features=TEXT_FEATURES, max_length=LONGEST_PASSAGE, blank=True)
    recommendations = RichTextField(
        _("other recommendations"),
        features=TEXT_FEATURES,
        max_length=LONGEST_PASSAGE,
        blank=True,
        help_text=_("Those that go to no institution. Older pages have all of theirs here."),
    )
    document = models.ForeignKey(
        Document, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cover = models.ForeignKey(
        Image, verbose_name=_("cover"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    template = "blog/publication_page.html"
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        FieldPanel("title", classname="title"),
        FieldPanel("summary"),
        FieldPanel("findings"),
        FieldPanel("addressed_recommendations"),
        FieldPanel("recommendations"),
        FieldPanel("document"),
        FieldPanel("cover"),
        FieldPanel("issued_on"),
        FieldPanel("authors"),
        *SORTING_PANELS,
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the publication's page, with the cover's renditions."""
        fetch_renditions([self.cover])
        return super().get_context(request, *args, **kwargs) | page_context(self, request)

    def entry_summary(self) -> str:
        """Return the publication's summary for the catalog: its own, else its text's beginning."""
        return self.summary or excerpt(self.entry_text(), LONGEST_SUMMARY)

    def entry_text(self) -> str:
        """Return the publication's findings, recommendations and authors as plain text, for the search."""
        # A space for each tag: without it "</li><li>" would join two words.
        markup = f"{self.findings} {self.recommendations}"
        return f"{without_tags(markup, ' ')} {self.recommendation_words()} {self.authors}"

    def entry_image(self) -> Image | None:
        """Return the publication's cover, for lists of pages."""
        return self.cover
