"""The portal's operator and her contact: one row in Wagtail's settings, for all pages of the portal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from common.cached_value import VersionedCache
from home.placeholders import personal_data  # noqa: F401 - imported for what it declares
from orgs.models.fields import TelephoneField
from orgs.public_version import answer_version, bump_version

LONGEST_NAME, LONGEST_POSTAL_ADDRESS = 200, 300
LANGUAGES = ("en", "km")


@register_setting(icon="site")
class OperatorDetails(BaseGenericSetting):
    """The person or organization that answers for the portal; an empty field is a gap on the pages."""

    name_en = models.CharField(_("name of the operator, in English"), max_length=LONGEST_NAME, blank=True)
    name_km = models.CharField(_("name of the operator, in Khmer"), max_length=LONGEST_NAME, blank=True)
    address_en = models.CharField(_("postal address, in English"), max_length=LONGEST_POSTAL_ADDRESS, blank=True)
    address_km = models.CharField(_("postal address, in Khmer"), max_length=LONGEST_POSTAL_ADDRESS, blank=True)
    person_en = models.CharField(_("person answerable, in English"), max_length=LONGEST_NAME, blank=True)
    person_km = models.CharField(_("person answerable, in Khmer"), max_length=LONGEST_NAME, blank=True)
    country_en = models.CharField(_("country of the servers, in English"), max_length=LONGEST_NAME, blank=True)
    country_km = models.CharField(_("country of the servers, in Khmer"), max_length=LONGEST_NAME, blank=True)
    telephone = TelephoneField(_("telephone"), blank=True)
    email = models.EmailField(_("contact address (e-mail)"), blank=True)

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"{field}_{language}") for language in LANGUAGES])
                for field in ("name", "address", "person", "country")
            ]
            + [FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")])],
            heading=_("Who runs the portal"),
            help_text=_("The pages on privacy, terms and the operator of the portal use this information."),
        )
    ]

    class Meta:
        verbose_name = _("operator of the portal")
        verbose_name_plural = _("operator of the portal")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the data about the portal's operator, and outdate all cached public pages."""
        # Together: a page that is made between the two would be cached with the old data.
        with transaction.atomic():
            super().save(*args, **kwargs)
            bump_version()

    def value_of(self, field: str, language: str) -> str:
        """Return the operator's value of a field in a language, or its only value; "" while it is empty."""
        own = f"{field}_{language}"
        return str(getattr(self, own if hasattr(self, own) else field)).strip()


def operator_details() -> OperatorDetails:
    """Return the data about the portal's operator, from a cache; an empty object if none is stored."""
    return _kept.value()


_kept = VersionedCache(lambda _key: OperatorDetails.objects.first() or OperatorDetails(), answer_version)
