"""The page of a clipping."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from catalog.page_context import page_context
from orgs.models import PROGRAMME_SLUG, Organization, OrgContentPage
from orgs.pages.json_ld import filled
from orgs.pages.page_kind import PageKind
from press.excerpts import MOST_CHARACTERS, validate_excerpt
from press.kinds import CLIPPING
from press.limits import LONGEST_URL
from press.models.sources import Source


class ClippingPage(OrgContentPage):
    """A clipping: what a source wrote, as title, short excerpt and link; a page of the programme alone.

    It has neither the whole text nor pictures: these are the source's.
    """

    page_kind: ClassVar[PageKind] = CLIPPING
    # An editor who changed a word is its writer, and another editor decides: silence is no decision.
    every_correction_waits: ClassVar[bool] = True
    # A clipping stands in the language of its source alone.
    translated_fields: ClassVar = ()

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="clippings", editable=False
    )
    address = models.URLField(
        _("address of the original"), max_length=LONGEST_URL, validators=[URLValidator(schemes=["http", "https"])]
    )
    excerpt = models.TextField(
        _("excerpt"),
        max_length=MOST_CHARACTERS,
        blank=True,
        validators=[validate_excerpt],
        help_text=_("At most 200 letters of the original."),
    )
    written_at = models.DateTimeField(_("written"), null=True, blank=True, editable=False)

    # Made from an item of a feed alone.
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = []
    template = "press/clipping_page.html"
    content_panels: ClassVar = [
        FieldPanel("title", classname="title"),
        FieldPanel("excerpt"),
        FieldPanel("address", read_only=True),
        FieldPanel("topics"),
        FieldPanel("places"),
    ]

    class Meta:
        verbose_name = _("clipping")
        verbose_name_plural = _("clippings")

    def owner_below(self, parent: Page) -> Organization:
        """Return the programme, to which every clipping belongs. Raises ValidationError below anything else."""
        owner = super().owner_below(parent)
        if owner.slug != PROGRAMME_SLUG:
            raise ValidationError(_gettext("A clipping is a page of the programme."), code="not_the_programme")
        return owner

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the clipping's page."""
        return super().get_context(request, *args, **kwargs) | page_context(self, request)

    def structured_data(self, url: str) -> dict[str, Any]:
        """Return schema.org data that names the original and its source, and no author of the portal."""
        published = self.first_published_at
        language = self.locale.language_code
        original = {
            "@type": "NewsArticle",
            "headline": self.title[:110],
            "url": self.address,
            "datePublished": self.written_at.isoformat() if self.written_at else None,
            "publisher": {"@type": "Organization", "name": self.source.name_in(language)},
        }
        return filled(
            {
                "@type": self.page_kind.schema_type,
                "name": self.title[:110],
                "inLanguage": language,
                "url": url,
                "datePublished": published.isoformat() if published else None,
                "mainEntity": filled(original),
            }
        )

    @property
    def shown_excerpt(self) -> str:
        """Return the excerpt that the public sees: "" where its source allows none any more."""
        return self.excerpt if self.source.allows_excerpts else ""

    def entry_summary(self) -> str:
        """Return the clipping's excerpt as the public sees it, for the catalog."""
        return self.shown_excerpt

    def entry_source(self) -> int:
        """Return the id of the clipping's source, by which the search filters."""
        return self.source_id

    def entry_text(self) -> str:
        """Return the names of the clipping's source, so that the search finds clippings by them."""
        return f"{self.source.name_en} {self.source.name_km}"
