"""Template tags for downloads: the size, kind and pages of a file."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from khmer.typography import number

register = template.Library()

# Decimal, as kB and MB are defined; Django's filesizeformat counts by 1,024.
KILO = 1000


@register.filter
def filesize(size: int | None) -> str:
    """Return a file size as "620 kB" or "1.2 MB" in the language's digits; "" for none."""
    if not size:
        return ""
    language = get_language() or "en"
    if size < KILO * KILO:
        return _("%(size)s kB") % {"size": number(max(1, round(size / KILO)), language)}
    megabytes = round(size / (KILO * KILO), 1)
    whole = int(megabytes)
    return _("%(size)s MB") % {"size": number(whole if megabytes == whole else megabytes, language)}


@register.simple_tag
def file_facts(extension: str, size: int | None, pages: int | None) -> list[str]:
    """Return type, size and number of pages of a file as texts; unknown ones are left out."""
    facts = [extension.upper(), filesize(size)]
    if pages:
        said = number(pages, get_language() or "en")
        facts.append(ngettext("%(number)s page", "%(number)s pages", pages) % {"number": said})
    return [fact for fact in facts if fact]
