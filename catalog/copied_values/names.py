"""The names by which a page or another entry is found, though its own text may not contain them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from catalog.counting import LANGUAGES
from common.typed_text.characters import one_line
from orgs.models import OrgContentPage
from orgs.pages.page_kind import ContentKind
from vocabulary.bilingual import Bilingual
from vocabulary.models import Term


def names_of(page: OrgContentPage, terms: Iterable[Term]) -> str:
    """Return a page's names for search (terms, organization, kind) in English and Khmer, one a line."""
    return searchable_names([*terms, page.organization], page.page_kind)


def searchable_names(named: Iterable[Bilingual], kind: ContentKind) -> str:
    """Return the names of these objects and of a kind in English and Khmer, without doubles, one a line."""
    # Both languages: a Khmer reader also finds a page that exists only in English.
    names = [each.name_in(language) for each in named for language in LANGUAGES]
    # dict.fromkeys drops doubled names and keeps their order.
    return "\n".join(dict.fromkeys(one_line(name) for name in (*names, *kind_names(kind)) if name))


def kind_names(kind: ContentKind) -> Iterable[str]:
    """Yield the label of a content kind in English and in Khmer."""
    for language in LANGUAGES:
        # Labels are lazy translations: each is read while its language is active.
        with override(language):
            yield str(kind.label)
