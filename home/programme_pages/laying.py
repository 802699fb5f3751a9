"""Laying the pages that a portal must have, where they are missing."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from home.models import HomePage, StandardPage
from home.programme_pages.texts import SLUGS, PageText, page_texts


@transaction.atomic
def lay_programme_pages() -> list[StandardPage]:
    """Add and publish each of these pages where a language has none at its address, and return the new ones.

    What stands there stays as it is, also as a draft: it is the editors' own.
    """
    fronts = list(HomePage.objects.select_related("locale").order_by("locale__language_code"))
    added: list[StandardPage] = []
    for slug in SLUGS:
        standing = {front.pk: front.get_children().filter(slug=slug).first() for front in fronts}
        texts, key = page_texts(slug), next((page.translation_key for page in standing.values() if page), None)
        for front in fronts:
            if standing[front.pk] is None:
                added.append(_lay(front, slug, texts[front.locale.language_code], key))
                key = added[-1].translation_key
    return added


def _lay(front: HomePage, slug: str, text: PageText, key: UUID | None) -> StandardPage:
    keys = {"translation_key": key} if key else {}
    page = StandardPage(title=text.title, slug=slug, summary=text.summary, body=text.body, locale=front.locale, **keys)
    page.live = False
    front.add_child(instance=page)
    page.save_revision().publish()
    # The revision's own object was published: this one does not know yet that it is public.
    page.refresh_from_db()
    return page
