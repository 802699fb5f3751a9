"""The rules that let content wait for an editor, whatever the tier: taken down or rejected before, or from a site.

They compare what a page says and whose it is, never the page's row: a copy has another row, and a deleted page none.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.models import Page

from assets.models import FilePublicity, Image
from assets.services import file_hashes_of
from moderation.comparison.editable_texts import texts_of, without_markup
from moderation.comparison.shingles import DIGEST_BYTES, digests, overlap
from moderation.models import ImportedContent, ProfileChange, RememberedContent, Submission, Withdrawal
from moderation.models.remembered import REMEMBERED_FOR
from moderation.rules.tiers import rules_of
from orgs.models import Organization
from search.query.text import index_tokens

# A copy has this part (0 to 1) of either text in the other. Either, or a few added sentences would hide it.
COPIED = 0.8
# For one text: more than the longest article has.
MOST_SHINGLES = 12_000
# After a takedown all pages of the organization are reviewed before: for at least this time, and so many pages.
PROBATION = timedelta(days=30)
PROBATION_PAGES = 5


def needs_editor(page: Page, organization: Organization) -> bool:
    """Return True if a page must wait for an editor: probation, made from a site, taken down, or like a rejected one.

    It must wait whatever its organization's tier is. `page` is the page as the revision has it.
    """
    if is_on_probation(organization) or is_unseen_import(page):
        return True
    # This very page, wherever it is now, without the limit of time that other content has.
    taken_down = Withdrawal.objects.from_outside().filter(page=page.pk)
    return taken_down.exists() or remembered_like(page) is not None


def is_unseen_import(page: Page) -> bool:
    """Return whether a page was made from another site, and no editor has approved this very page since."""
    if not ImportedContent.objects.filter(translation_key=page.translation_key).exists():
        return False
    approved = Submission.objects.filter(page=page.pk, state=Submission.State.APPROVED, is_by_trust=False)
    return not approved.exists()


def is_reviewed_before(organization: Organization) -> bool:
    """Return whether an organization's pages are reviewed before publication, by its tier or its probation."""
    return rules_of(organization).is_reviewed_before or is_on_probation(organization)


def is_on_probation(organization: Organization) -> bool:
    """Return whether an organization had a takedown within a year, and less than 30 days or 5 decisions ago."""
    down = Withdrawal.objects.from_outside().filter(organization=organization, created_at__gte=_remembered_since())
    last = down.order_by("-created_at").values_list("created_at", flat=True).first()
    if last is None:
        return False
    if timezone.now() - last < PROBATION:
        return True
    decided = Submission.objects.of(organization).decided_by_editors().filter(decided_at__gt=last).order_by()
    return decided.aggregate(pages=Count("page", distinct=True))["pages"] < PROBATION_PAGES


def remembered_like(page: Page) -> RememberedContent | None:
    """Return remembered taken-down or rejected content that a page repeats in translation, text or file, or None.

    The page itself has the translation key of what was taken down of it.
    """
    rows = RememberedContent.objects.valid()
    translated = rows.filter(translation_key=page.translation_key).values_list("pk", flat=True).first()
    found = translated or _copied(page, rows)
    whole = RememberedContent.objects.select_related("organization", "submission", "withdrawal")
    return whole.get(pk=found) if found else None


def _copied(page: Page, rows: QuerySet[RememberedContent]) -> int | None:
    """Return the id of the first of some remembered content that has most of a page's text, or one of its files.

    Each publication asks it of a year's refusals: most share nothing with the page, which is quickly seen.
    """
    own, hashes = numbers_of(b"".join(text_digests(page))), unseen_files(page)
    own_set = frozenset(own)
    # In chunks: all digests of a year need not be in memory at once.
    for pk, kept, file_hashes in rows.values_list("pk", "shingles", "file_hashes").iterator(chunk_size=200):
        theirs = numbers_of(bytes(kept))
        if not hashes.isdisjoint(file_hashes) or (not own_set.isdisjoint(theirs) and is_copy(own, theirs)):
            return int(pk)
    return None


def is_copy(own: Sequence[int], theirs: Sequence[int]) -> bool:
    """Return whether most of one of two texts is in the other; both given as digests in order, as numbers."""
    return overlap(own, frozenset(theirs))[0] >= COPIED or overlap(theirs, frozenset(own))[0] >= COPIED


def numbers_of(digests_in_a_row: bytes) -> tuple[int, ...]:
    """Return digests, joined in one bytes object, as a tuple of integers, which are compared faster."""
    # The byte order does not matter: the numbers are compared here and never stored.
    return struct.unpack(f"{len(digests_in_a_row) // DIGEST_BYTES}Q", digests_in_a_row)


def text_digests(page: Page) -> list[bytes]:
    """Return digests of a page's text (its runs of tokens) in order, to compare it with remembered content."""
    text = " ".join(without_markup(text) for text in texts_of(page))
    return digests(index_tokens(text), MOST_SHINGLES)


def unseen_files(page: Page) -> set[str]:
    """Return the hashes of a page's files, without files that are public on another page."""
    hashes = file_hashes_of(page)
    if not hashes:
        return hashes
    shown = FilePublicity.objects.open().exclude(page=page.pk)
    pictures = shown.filter(image__file_hash__in=hashes).values_list("image__file_hash", flat=True)
    documents = shown.filter(document__file_hash__in=hashes).values_list("document__file_hash", flat=True)
    # A picture that others show, such as a logo, does not make a page a copy.
    return hashes - set(pictures) - set(documents)


def was_declined(organization: Organization, before: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Return whether an editor declined, within a year, a new value that an organization wants in its profile."""
    changes = ProfileChange.objects.filter(
        organization=organization, state=ProfileChange.State.DECLINED, decided_at__gte=_remembered_since()
    )
    # Only values that would be new in public; an empty one says nothing.
    new = {name: value for name, value in wanted.items() if before.get(name) != value and value}
    declined = [(name, change.after[name]) for change in changes for name in change.changed if name in new]
    if any(new[name] == value for name, value in declined):
        return True
    # The same logo uploaded again is another row, so the files are compared.
    logos = [value for name, value in declined if name == "logo"]
    return bool(logos) and bool(_hashes([new["logo"]]) & _hashes(logos))


def _hashes(images: list[int]) -> set[str]:
    return set(Image.objects.filter(pk__in=[pk for pk in images if pk]).values_list("file_hash", flat=True)) - {""}


def _remembered_since() -> Any:
    return timezone.now() - REMEMBERED_FOR
