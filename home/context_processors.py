"""Template variables with the addresses of every public page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from home.addresses import canonical, in_other_language

PUBLIC_PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
# Pages set these addresses themselves, because they know their translations.
SERVED_BY_WAGTAIL = {"organization-home", "page", "wagtail_serve"}


def addresses(request: HttpRequest) -> dict[str, str | None]:
    """Return template variables for a public page's canonical URL and its address in the other language, or None.

    `canonical` is its canonical URL; `alternate` and `switch` lead to a list in the other language, pages of Wagtail
    set them themselves. All names are always there: templates take them as arguments of filters, where a missing one is
    an error.
    """
    found: dict[str, str | None] = {"canonical": None, "alternate": None, "switch": None, "origin": None}
    # resolver_match is None on the page of an address that was not found.
    if not request.path.startswith(PUBLIC_PREFIXES) or request.resolver_match is None:
        return found
    found |= {"canonical": canonical(request), "origin": request.build_absolute_uri("/")[:-1]}
    if request.resolver_match.url_name not in SERVED_BY_WAGTAIL:
        other = in_other_language(request)
        found |= {"alternate": request.build_absolute_uri(other), "switch": other}
    return found
