"""The rows of threads in the catalog: one for each thread that everybody may read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalog.copied_values.names import searchable_names
from catalog.models import CatalogEntry
from catalog.services import new_version, public_pages
from catalog.sources.kinds import entry_id, translation_key
from catalog.sources.registry import EntrySource
from catalog.terms import mask_of
from common.typed_text.characters import one_line
from discussions.finding.texts import own_words, searchable_text
from discussions.models import Board, Post, Thread
from khmer.typography import excerpt
from orgs.models import OrgContentPage
from orgs.pages.page_kind import ContentKind

DISCUSSION = ContentKind(number=1000, name="discussion", label=_("Discussion"))
LONGEST_SUMMARY = 300


def found_threads() -> QuerySet[Thread]:
    """Return the threads that belong in the catalog: with a public post, on a visible board that everybody may read.

    A suspended organization's threads are among them, as its pages are: every read asks for the organization.
    """
    return Thread.objects.filter(public_posts__gt=0, board__who_reads=Board.Readers.EVERYBODY, board__is_hidden=False)


def entries_of(ids: list[int]) -> list[CatalogEntry]:
    """Return unsaved catalog entries of those threads, of the given ids, that everybody may read."""
    opened = Min("posts__published_at", filter=Q(posts__state=Post.State.PUBLIC))
    threads = list(
        # order_by(): the model's order means nothing for rows that are found by id.
        found_threads().filter(pk__in=ids).select_related("board__organization").annotate(opened_at=opened).order_by()
    )
    pages = pages_of(threads)
    return [entry_of(thread, pages.get(thread.page_id)) for thread in threads]


def entry_of(thread: Thread, page: OrgContentPage | None) -> CatalogEntry:
    """Return the unsaved catalog entry of a thread, with topics and places of the page it is about, if any."""
    board = thread.board
    topics, places = (list(page.entry_topics()), list(page.entry_places())) if page else ([], [])
    first = Post.objects.public().filter(thread=thread).order_by("number").first()
    # The address has the thread's language, whatever the language of the task.
    with override(thread.language):
        url = thread.url
    return CatalogEntry(
        page_id=entry_id(DISCUSSION, thread.pk),
        translation_key=translation_key(DISCUSSION, thread.pk),
        language=thread.language,
        organization_id=board.organization_id,
        type=DISCUSSION.name,
        topic_mask=mask_of(topics),
        place_mask=mask_of(places),
        title=one_line(thread.title),
        summary=excerpt(own_words(first.text), LONGEST_SUMMARY) if first else "",
        text=searchable_text(thread),
        names=searchable_names([*topics, *places, board, board.organization], DISCUSSION),
        url=url,
        # When it was opened, not when it was last answered: lists and feeds tell of new threads, not of each post.
        published_at=thread.opened_at,  # type: ignore[attr-defined]  # annotated
        version=new_version(),
    )


def pages_of(threads: Iterable[Thread]) -> dict[int | None, OrgContentPage]:
    """Return {id: page} of the public pages that these threads are about, as objects of their specific classes."""
    about = {thread.page_id for thread in threads if thread.page_id}
    if not about:
        return {}
    found = public_pages(OrgContentPage.objects.filter(pk__in=about))
    return {page.pk: page.specific for page in found}


def lock_threads(ids: list[int]) -> None:
    """Lock the rows of these threads in the database until the transaction ends."""
    # of self: the board is shared by all threads, and must not be locked here.
    list(Thread.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))


def ids_after(after: int, limit: int) -> list[int]:
    """Return the ids of at most `limit` threads whose id is above `after`, in order, public or not."""
    return list(Thread.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


SOURCE = EntrySource(DISCUSSION, entries_of, lock_threads, ids_after)
