"""The names by which a page is found, though its own text may not contain them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from catalog.counting import LANGUAGES
from common.typed_text.characters import one_line
from orgs.models import OrgContentPage
from vocabulary.models import Term


def names_of(page: OrgContentPage, terms: Iterable[Term]) -> str:
    """Return a page's searchable names (topics, places, kind, organization) in both languages, one a line."""
    named = [each.name_in(language) for each in (*terms, page.organization) for language in LANGUAGES]
    # dict.fromkeys drops doubled names and keeps their order.
    return "\n".join(dict.fromkeys(one_line(name) for name in (*named, *kind_names(page)) if name))


def kind_names(page: OrgContentPage) -> Iterable[str]:
    """Yield the label of a page's kind in each language, English and Khmer."""
    for language in LANGUAGES:
        with override(language):
            yield str(page.page_kind.label)
