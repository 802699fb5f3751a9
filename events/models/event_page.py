"""The pages of events: forums, trainings, campaigns, meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision

from assets.models import Image
from common.typed_text.lengths import LONGEST_PASSAGE
from common.typed_text.markup import without_tags
from events.attendance.counted_rows import restore_counted_rows
from events.attendance.participants_panel import ParticipantsPanel
from events.blocks import LinksBlock, MaterialsBlock, PeopleBlock, ProgrammeBlock
from events.competition.blocks import CompetitionBlock
from events.json_ld import event_data
from events.kinds import EVENT
from events.models.series import Series
from events.page_context import event_context
from events.sessions.page_form import EventPageForm
from khmer.typography import excerpt
from orgs.models import Organization
from orgs.pages.blocks import TEXT_FEATURES, BodyBlock, words_of
from orgs.pages.images import fetch_renditions, images_in
from orgs.pages.page_kind import PageKind
from outcomes.recommendations.blocks import EventRecommendationsBlock
from outcomes.recommendations.page_part import RecommendingPage, recommendations_field

LONGEST_SUMMARY = 200


class EventPage(RecommendingPage):
    """An event: a forum, training, campaign or meeting; once it was held, also its results."""

    page_kind: ClassVar[PageKind] = EVENT
    translated_fields: ClassVar = (
        *RecommendingPage.translated_fields,
        *("theme", "venue", "people", "other_partners", "programme", "body", "competition"),
        *("hashtags", "findings", "recommendations", "materials", "links"),
    )

    class Kind(models.TextChoices):
        """The kinds of events."""

        FORUM = "forum", _("Forum")
        TRAINING = "training", _("Training")
        CAMPAIGN = "campaign", _("Campaign")
        MEETING = "meeting", _("Meeting")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEETING)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    image = models.ForeignKey(
        Image, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    people = StreamField(PeopleBlock(), verbose_name=_("facilitators and guests"), blank=True)
    # Parental: the partners are part of a draft, and become public with it.
    partners = ParentalManyToManyField(
        Organization, verbose_name=_("partners on Neary"), blank=True, related_name="partner_in"
    )
    other_partners = models.CharField(_("other partners"), max_length=300, blank=True)
    programme = StreamField(ProgrammeBlock(), verbose_name=_("programme"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    # NULL for pages that the previous release writes while this one starts.
    competition = StreamField(CompetitionBlock(), verbose_name=_("competition"), blank=True, null=True)
    hashtags = models.CharField(_("hashtags"), max_length=200, blank=True)
    findings = RichTextField(_("findings"), features=TEXT_FEATURES, max_length=LONGEST_PASSAGE, blank=True)
    recommendations = RichTextField(
        _("other recommendations"),
        features=TEXT_FEATURES,
        max_length=LONGEST_PASSAGE,
        blank=True,
        help_text=_("Those that go to no institution. Older pages have all of theirs here."),
    )
    materials = StreamField(MaterialsBlock(), verbose_name=_("materials"), blank=True)
    follow_up = models.ForeignKey(
        # By name: the class does not exist yet.
        "events.EventPage",
        verbose_name=_("follow-up event"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="follows",
    )
    links = StreamField(LinksBlock(), verbose_name=_("press and video"), blank=True)

    template = "events/event_page.html"
    addressed_recommendations = recommendations_field(EventRecommendationsBlock())

    base_form_class = EventPageForm
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        FieldPanel("title", classname="title"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("theme"), FieldPanel("starts_at"), FieldPanel("ends_at")],
            heading=_("What and when"),
        ),
        MultiFieldPanel([FieldPanel("venue"), FieldPanel("places")], heading=_("Where")),
        MultiFieldPanel(
            [
                FieldPanel("people"),
                FieldPanel("partners"),
                FieldPanel("other_partners"),
                FieldPanel("series"),
            ],
            heading=_("Who"),
        ),
        FieldPanel("topics"),
        FieldPanel("image"),
        FieldPanel("programme"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                ParticipantsPanel("participants", label=_("participants")),
                FieldPanel("competition"),
                FieldPanel("findings"),
                FieldPanel("addressed_recommendations"),
                FieldPanel("recommendations"),
                FieldPanel("materials"),
                FieldPanel("follow_up"),
                FieldPanel("links"),
                FieldPanel("hashtags"),
            ],
            heading=_("After the event"),
        ),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Validate the event's page. Raises ValidationError when the event ends before it begins."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins. Please correct one of the two.")})

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a draft of the event's page and return its revision; figures of a closed event replace typed ones."""
        # Each save, also Wagtail's own: typed numbers must not replace counted ones.
        restore_counted_rows(self)
        return super().save_revision(*args, **kwargs)

    @property
    def is_held(self) -> bool:
        """Return whether the event is over: its end has passed."""
        return self.ends_at <= timezone.now()

    @property
    def is_in_series(self) -> bool:
        """Return whether the event belongs to a series."""
        return self.series_id is not None

    def structured_data(self, url: str) -> dict[str, Any]:
        """Return the event as a https://schema.org/Event dict, for search engines; `url` is its page's address."""
        return event_data(self, url)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the event's public page; sizes of all its pictures are fetched at once."""
        # In one query, before the template asks for each picture.
        fetch_renditions([self.image, *images_in(self.body)])
        return super().get_context(request, *args, **kwargs) | event_context(self, request)

    def entry_summary(self) -> str:
        """Return the event's summary for the catalog: the author's own, else the beginning of its text."""
        return self.summary or excerpt(self.entry_text(), LONGEST_SUMMARY)

    def entry_text(self) -> str:
        """Return all text of the event's page as one plain text without markup, for the search."""
        streams = " ".join(words_of(value) for value in (self.people, self.programme, self.body, self.competition))
        words = without_tags(f"{self.findings} {self.recommendations}", " ") + " " + self.recommendation_words()
        return " ".join([self.theme, self.venue, self.other_partners, streams, words, self.hashtags])

    def entry_image(self) -> Image | None:
        """Return the event's picture for lists of pages; None where it has none."""
        return self.image

    def entry_starts_at(self) -> datetime:
        """Return the time at which the event begins, for its catalog row."""
        return self.starts_at

    def entry_ends_at(self) -> datetime:
        """Return the time at which the event ends, for its catalog row."""
        return self.ends_at
