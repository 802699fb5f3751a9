"""`{% load portal_pages %}`: the portal's own pages that its footer leads to, as far as they are written."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalog.models import CatalogEntry
from common.cached_value import VersionedCache
from home.placeholders.filling import fill
from home.programme_pages.texts import SLUGS
from orgs.pages.page_kind import PAGE
from orgs.public_version import answer_version

register = template.Library()

FOOTER = ("about", "programme", "contact", *SLUGS)


@register.simple_tag
def portal_pages() -> dict[str, str]:
    """Return {name: address} of the portal's own pages that are public in the active language (template tag).

    A hyphen in a name becomes an underscore.
    """
    return _written.value(get_language() or "en")


@register.filter
def placeholders_filled(html: SafeString | str, language: str) -> SafeString:
    """Return HTML with the operator's data in place of placeholders such as [[telephone]] (filter)."""
    return fill(html, language)


def _public_in(language: str) -> dict[str, str]:
    """Return the addresses of the footer's pages that are public in a language, by name."""
    # By address, which is one query; the footer is on every page.
    addresses = {f"/{language}/{slug}/": slug.replace("-", "_") for slug in FOOTER}
    written = CatalogEntry.objects.public().filter(url__in=addresses, type=PAGE.name)
    return {addresses[url]: url for url in written.values_list("url", flat=True)}


_written = VersionedCache(_public_in, answer_version)
