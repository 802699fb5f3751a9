"""The gaps in the portal's pages that only its operator can fill."""

from __future__ import annotations

from home.models import StandardPage
from home.placeholders.filling import unfilled_in


def unfilled_placeholders() -> list[tuple[str, str, str]]:
    """Return (title, language, placeholder) for each placeholder without a value on public standard pages.

    These are the portal's own, in the order of the tree.
    """
    pages = StandardPage.objects.live().public().select_related("locale").order_by("path")
    return [
        (page.title, language, name)
        for page in pages
        for language in [page.locale.language_code]
        for name in unfilled_in(page.all_text(), language)
    ]
