"""The data of one page for an archive: its texts, dates, topics, places and what it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from orgs.models import OrganizationHome, OrgContentPage
from orgs.pages.content_walker import ContentValue, content_of, walk
from takeout.left_out import Omission
from takeout.page_fields import content_fields, row_columns
from takeout.references import SHARED, reference_kind, target_model
from takeout.rich_links import EMBED, renumbered


@dataclass
class PageRecorder:
    """A recorder of an organization's pages; `numbers` are those of its pages and files in the archive, by kind and id.

    What a page refers to and the archive does not have is left out and noted.
    """

    numbers: dict[str, dict[int, int]]
    left_out: list[Omission] = field(default_factory=list)
    _page: int = 0

    def record(self, page: OrgContentPage) -> dict[str, Any]:
        """Return a page's data: what the public sees, and the newer draft if there is one."""
        self._page = self.numbers["page"][page.pk]
        newest = page.get_latest_revision_as_object()
        shown = page if page.live else newest
        parent = page.get_parent()
        # Asked for by its row, because the class of the page tells nothing of it.
        is_home = OrganizationHome.objects.filter(page_id=page.pk).exists()
        return {
            "number": self._page,
            "model": page._meta.label,
            "kind": page.page_kind.name,
            "is_home": is_home,
            # The parent of a home is the portal's own tree, which another portal has already.
            "parent": self.numbers["page"].get(parent.pk) if parent and not is_home else None,
            "key": page.translation_key,
            "language": page.locale.language_code,
            "title": shown.title,
            "slug": page.slug,
            # A scheduled page is a draft here: another portal must not publish it by itself.
            "state": "live" if page.live else "draft",
            "first_published_at": page.first_published_at,
            "last_published_at": page.last_published_at,
            "changed_at": page.latest_revision_created_at,
            "content": self._content(shown),
            "draft": self._content(newest) if page.live and page.has_unpublished_changes else None,
        }

    def _content(self, page: Any) -> dict[str, Any]:
        """Return one version of a page's content, its references as numbers of the archive."""
        fields = content_fields(page)
        content = content_of(page)
        # list(): the loop changes the containers through which `walk` goes.
        for value in list(walk(fields, content)):
            value.holder[value.key] = self._encoded(value)
        self._note_partners(page)
        return {
            "fields": {each.name: content[each.name] for each in fields},
            "topics": [topic.slug for topic in page.topics.all()],
            "places": [place.slug for place in page.places.all()],
            "rows": {
                name: [{column.name: getattr(row, column.name) for column in columns} for row in _rows(page, name)]
                for name, columns in row_columns(page).items()
            },
        }

    def _encoded(self, value: ContentValue) -> Any:
        """Return a value for the archive: a reference as {kind: number}, links in rich text renumbered."""
        if value.is_rich_text:
            return self._rich_text(value.value or "")
        model = target_model(value.definition)
        if model is None or value.value is None:
            return value.value
        kind = reference_kind(model)
        if kind in SHARED:
            # By slug: ids of another portal are others.
            slug = SHARED[kind]._default_manager.filter(pk=value.value).values_list("slug", flat=True).first()
            return {kind: slug} if slug else None
        number = self._number(kind, value.value)
        return None if number is None else {kind: number}

    def _rich_text(self, markup: str) -> str:
        if EMBED.search(markup):
            self._note("embed")
            markup = EMBED.sub("", markup)
        return renumbered(markup, self._number)

    def _number(self, kind: str, pk: int) -> int | None:
        """Return the number that a page or file has in the archive, or note that it is left out and return None."""
        number = self.numbers.get(kind, {}).get(pk)
        if number is None:
            reasons = {"page": "foreign-page", "image": "foreign-file", "document": "foreign-file"}
            # Without its title: it may be another organization's private file.
            self._note(reasons.get(kind, "foreign-thing"))
        return number

    def _note_partners(self, page: Any) -> None:
        for partner in page.partners.all() if hasattr(page, "partners") else ():
            self._note("partner", partner.name_en if partner.is_public else "")

    def _note(self, reason: str, name: str = "") -> None:
        note = Omission(reason, self._page, name)
        # The last 50: a page that repeats one link a thousand times is told once, and the list need not be searched
        # whole.
        if note not in self.left_out[-50:]:
            self.left_out.append(note)


def _rows(page: Page, name: str) -> list[Any]:
    return list(getattr(page, name).all())
