"""Links to pages inside rich text, led to the page in the other language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page

# As the portal's editor writes it; both orders of the attributes.
PAGE_LINK = re.compile(r'<a (?:id="(\d{1,12})" linktype="page"|linktype="page" id="(\d{1,12})")>')


def lead_to_twins(page: Any, locale: Locale) -> None:
    """Change the links to pages in the rich text of a page, not saved, so that they lead to public pages of a language.

    A link stays where its page has no public page in that language.
    """
    fields = [field for field in page._meta.concrete_fields if isinstance(field, StreamField | RichTextField)]
    # Of a stream the list of its blocks, as in JSON.
    texts = {field: field.get_prep_value(getattr(page, field.name)) for field in fields}
    twins = _twins({page for value in texts.values() for page in _pages_in(value)}, locale)
    if not twins:
        return
    for field, value in texts.items():
        changed = _in_texts(value, lambda text: PAGE_LINK.sub(lambda link: _to_twin(link, twins), text))
        setattr(page, field.name, field.to_python(changed) if isinstance(field, StreamField) else changed)


def _twins(pages: set[int], locale: Locale) -> dict[int, int]:
    """Return the ids of the public pages in a language by the ids of their pages in another one."""
    keys = dict(Page.objects.filter(pk__in=pages).exclude(locale=locale).values_list("translation_key", "pk"))
    twins = Page.objects.live().filter(translation_key__in=keys, locale=locale)
    return {keys[key]: pk for key, pk in twins.values_list("translation_key", "pk")}


def _pages_in(value: Any) -> list[int]:
    """Return the ids of the pages to which the texts in a value of JSON have links."""
    if isinstance(value, str):
        return [int(first or second) for first, second in PAGE_LINK.findall(value)]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [page for part in parts for page in _pages_in(part)]


def _to_twin(link: re.Match[str], twins: dict[int, int]) -> str:
    page = int(link[1] or link[2])
    return f'<a id="{twins.get(page, page)}" linktype="page">'


def _in_texts(value: Any, act: Callable[[str], str]) -> Any:
    """Return a value of JSON with each text replaced by what `act` returns for it."""
    if isinstance(value, str):
        return act(value)
    if isinstance(value, list):
        return [_in_texts(part, act) for part in value]
    return {name: _in_texts(part, act) for name, part in value.items()} if isinstance(value, dict) else value
