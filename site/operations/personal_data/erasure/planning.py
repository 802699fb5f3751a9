"""Say beforehand what an erasure would change, so that whoever asks for it can look at it."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from operations.models import Erasure
from operations.personal_data.erasure.erasing import texts_naming
from operations.personal_data.erasure.unsettled import describe_unsettled
from operations.personal_data.people import DataSubject
from operations.personal_data.texts.mentions import is_content, page_ids


@dataclass(frozen=True)
class ErasurePlan:
    """The plan of an erasure, in words: what must be settled first, and content of organizations that names her."""

    unsettled: list[str]
    content: list[str]


def plan_erasure(person: DataSubject) -> ErasurePlan:
    """Return what hinders an erasure (being an only manager or administrator), and content naming the person."""
    mentions = [mention for mention in texts_naming(person, Erasure.Reach.ALL) if is_content(mention.model)]
    pages = Page.objects.filter(pk__in=page_ids(mentions)).order_by("pk")
    content = [f"{'public page' if page.live else 'draft'} {page.pk}: {page.title}" for page in pages]
    for model in sorted({mention.model for mention in mentions}, key=lambda model: model._meta.label):
        # Rows of the search and of the catalogue follow from pages, which are named above.
        if not (issubclass(model, Page) or model._meta.app_label in ("wagtailsearch", "catalog")):
            count = sum(mention.model is model for mention in mentions)
            content.append(f"{model._meta.label}: {count}")
    return ErasurePlan(describe_unsettled(person), content)
