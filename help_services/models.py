"""The pages of help services: telephone, hours and kind of help."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from catalog.page_context import page_context
from common.typed_text.characters import readable
from common.typed_text.lengths import LONGEST_PASSAGE
from common.typed_text.markup import without_tags
from help_services.address_detector import address_in
from orgs.models import OrgContentPage
from orgs.models.fields import TelephoneField
from orgs.pages.blocks import TEXT_FEATURES
from orgs.pages.page_kind import ShortForm

# After so long without a verification a service is marked, and listed for editors.
STALE_AFTER = dt.timedelta(days=180)


class HelpKind(models.TextChoices):
    """The kinds of help, the most urgent first."""

    URGENT = "urgent", _("In danger now")
    SHELTER = "shelter", _("A safe place to stay")
    LAW = "law", _("Law and justice")
    HEALTH = "health", _("Health")
    COUNSELLING = "counselling", _("Somebody to talk to")
    WORK = "work", _("Work and money")


class HelpServicePage(OrgContentPage):
    """A help service in one language.

    It has no field for an address, and refuses one in its text when it is a safe place.
    """

    # A changed digit of a telephone number may send somebody in danger to a stranger.
    every_correction_waits = True
    translated_fields: ClassVar = (*OrgContentPage.translated_fields, "hours", "languages", "what_happens")

    # Its kind is that of all other pages, and its form is its own.
    SHORT_FORM: ClassVar = ShortForm(
        form="help_services.short_form.HelpServiceForm",
        address="help-service",
        new_title=_("Add help that you offer"),
        edit_title=_("Change the help that you offer"),
        button=_("Help service"),
        icon="bell",
        name="help",
    )

    kind = models.CharField(_("kind of help"), max_length=12, choices=HelpKind.choices)
    # Required: a service that nobody can call is of no use here.
    phone = TelephoneField(_("telephone"))
    is_always_open = models.BooleanField(_("day and night"), default=False)
    hours = models.CharField(
        _("hours"), max_length=120, blank=True, help_text=_("Such as: Monday to Friday, 8 am to 5 pm")
    )
    languages = models.CharField(
        _("languages spoken"), max_length=120, blank=True, help_text=_("Such as: Khmer, English, sign language")
    )
    is_free = models.BooleanField(_("free of charge"), default=True)
    is_nationwide = models.BooleanField(_("for the whole country"), default=False)
    what_happens = RichTextField(
        _("what happens when somebody calls"),
        features=TEXT_FEATURES,
        max_length=LONGEST_PASSAGE,
        blank=True,
        help_text=_("Never write where a safe place is."),
    )
    verified_on = models.DateField(
        _("last verified"),
        default=timezone.localdate,
        help_text=_("The day on which you last made sure that it is right."),
    )

    template = "help_services/help_service_page.html"
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        FieldPanel("title", classname="title"),
        FieldPanel("kind"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldPanel("is_always_open"), FieldPanel("hours"), FieldPanel("languages")],
            heading=_("Whom to call, and when"),
        ),
        MultiFieldPanel([FieldPanel("is_nationwide"), FieldPanel("places")], heading=_("Where")),
        FieldPanel("is_free"),
        FieldPanel("what_happens"),
        FieldPanel("topics"),
        FieldPanel("verified_on"),
    ]

    class Meta:
        verbose_name = _("help service")
        verbose_name_plural = _("help services")

    @classmethod
    def own_short_form(cls) -> ShortForm:
        """Return the short form in which help services are written."""
        return cls.SHORT_FORM

    def clean(self) -> None:
        """Raise ValidationError for a future verification day, missing hours, or a shelter's address."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.verified_on and self.verified_on > timezone.localdate():
            problems["verified_on"] = _("This day is in the future. Write today or an earlier day.")
        if not (self.is_always_open or readable(self.hours)):
            problems["hours"] = _("Say when somebody answers, or choose “day and night”.")
        # Reported at one field, because the address may stand in any of the texts.
        if self.kind == HelpKind.SHELTER and (address := address_in(self.all_words())):
            problems["what_happens"] = _("“%(address)s” may show where the safe place is. Remove it.") % {
                "address": address
            }
        if problems:
            raise ValidationError(problems)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context of the help service's page."""
        return super().get_context(request, *args, **kwargs) | page_context(self, request)

    @property
    def is_stale(self) -> bool:
        """Return whether the help service's last verification is more than half a year ago."""
        return self.verified_on < timezone.localdate() - STALE_AFTER

    def all_words(self) -> str:
        """Return all text of the help service without markup."""
        return " ".join((self.title, self.summary, self.hours, without_tags(self.what_happens, " ")))

    def entry_text(self) -> str:
        """Return the page's text for the search, with the kind of help and telephone number."""
        # With the kind and the number, because people search for "shelter" and for a number that they were given.
        return f"{self.get_kind_display()} {self.phone} {self.all_words()}"
