"""Creation of the pages that a portal must have, where they are missing."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from home.models import HomePage, StandardPage
from home.programme_pages.texts import SLUGS, PageText, page_texts


@transaction.atomic
def lay_programme_pages() -> list[StandardPage]:
    """Create and publish the portal's pages on rules in each language lacking them; return the new pages.

    An existing page stays as it is, also a draft: it belongs to the editors.
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
    """Add and publish one page below the front page of its language; `key` is its translation key."""
    keys = {"translation_key": key} if key else {}
    page = StandardPage(title=text.title, slug=slug, summary=text.summary, body=text.body, locale=front.locale, **keys)
    # A new page is live by default: it would be public without the signals of publish().
    page.live = False
    front.add_child(instance=page)
    page.save_revision().publish()
    # publish() worked on another object: this one still says that it is not public.
    page.refresh_from_db()
    return page
