"""The organization: a tenant with its own page tree, files, members, profile and colour."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Locale

from orgs.models.fields import TelephoneField, WebsiteField
from vocabulary.bilingual import Bilingual
from vocabulary.models import Place, Topic

# Rules that treat the programme's own organization apart find it by this slug, so it never changes.
PROGRAMME_SLUG = "neary"
LONGEST_DESCRIPTION = 1000
DEFAULT_COLOUR = "#5a1746"


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Queries for organizations: those of a person, the programme, and those that the public sees."""

    def of(self, user: Any) -> OrganizationQuerySet:
        """Return all organizations that a person is a member of, suspended ones too; none for an anonymous user."""
        return self.filter(memberships__user=user) if user.is_authenticated else self.none()

    def programme(self) -> Organization:
        """Return the organization that owns the portal's own pages. Raises DoesNotExist before the portal is set up."""
        return self.get(slug=PROGRAMME_SLUG)

    def public(self) -> OrganizationQuerySet:
        """Return the organizations the public may see: active or `stays_public`, and not hidden."""
        may_show = models.Q(status=Organization.Status.ACTIVE) | models.Q(stays_public=True)
        return self.filter(may_show, is_hidden=False)


class Organization(Bilingual, models.Model):
    """An organization that publishes on the portal; the programme itself is one too (slug `neary`)."""

    class Tier(models.TextChoices):
        """The tier: how far an organization is trusted."""

        NEW = "new", _("new")
        VERIFIED = "verified", _("verified")
        TRUSTED = "trusted", _("trusted")

    class Status(models.TextChoices):
        """The status: active, suspended by an editor, or frozen in an emergency."""

        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        FROZEN = "frozen", _("frozen")

    name_en = models.CharField(_("English name"), max_length=120)
    name_km = models.CharField(_("Khmer name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    description_en = models.TextField(_("what it does, in English"), max_length=LONGEST_DESCRIPTION, blank=True)
    description_km = models.TextField(_("what it does, in Khmer"), max_length=LONGEST_DESCRIPTION, blank=True)
    logo = models.ForeignKey(
        "assets.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    colour = models.CharField(
        _("colour"), max_length=7, default=DEFAULT_COLOUR, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    # Shades of the colour, computed on save so that their contrast is sufficient on light and on dark grounds.
    brand_light = models.CharField(max_length=7, editable=False)
    brand_dark = models.CharField(max_length=7, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = TelephoneField(_("telephone"), blank=True)
    website = WebsiteField(_("website"), blank=True)
    places = models.ManyToManyField(Place, verbose_name=_("provinces"), blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.NEW)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    is_hidden = models.BooleanField(_("hidden from the public"), default=False)
    # The editor who suspends an organization chooses; without a choice its pages are hidden.
    stays_public = models.BooleanField(_("its pages stay while it is suspended"), default=False)
    created_at = models.DateTimeField(_("on Neary since"), auto_now_add=True)
    # PROTECT: Wagtail would delete an organization's files with their collection.
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), on_delete=models.PROTECT, related_name="organization"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering: ClassVar = ["name_en"]

    @property
    def description(self) -> str:
        """Return the organization's description in the current language; "" where it has none in that language."""
        return self.description_in(get_language() or "en")

    def description_in(self, language: str) -> str:
        """Return the description: Khmer for "km", else English; an empty one is not replaced by the other."""
        return self.description_km if language == "km" else self.description_en

    @property
    def is_active(self) -> bool:
        """Return whether the organization is active: only then it may write, send and invite."""
        return self.status == self.Status.ACTIVE

    @property
    def is_public(self) -> bool:
        """Return whether the public may see the organization: not hidden, and active or `stays_public`."""
        return not self.is_hidden and (self.is_active or self.stays_public)

    @property
    def letter(self) -> str:
        """Return the first letter of the organization's name as a capital, for its badge."""
        return self.name[:1].upper()

    @property
    def brand_class(self) -> str:
        """Return the CSS class with the organization's brand colour, such as "o-slug"."""
        return f"o-{self.slug}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the organization, with the two shades of its brand colour computed anew."""
        # Imported here: the library of colours is a fifteenth of what every process of the portal loads at its start.
        from vocabulary.colour import brand_shades

        self.brand_light, self.brand_dark = brand_shades(self.colour)
        super().save(*args, **kwargs)


class OrganizationHome(models.Model):
    """The root page of an organization's tree in one language."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="homes")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.PROTECT, related_name="organization_home")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "locale"], name="orgs_home_once_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.locale_id}"
