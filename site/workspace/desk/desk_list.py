"""The one list of the desk: submissions of pages and all other matters, by urgency and due time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Count, F, IntegerField, Min, Q, QuerySet, Value
from django.utils import timezone

from moderation.matters.permissions import readable_matters
from moderation.models import Correction, Matter, Submission
from moderation.models.claims import CLAIM_LASTS
from workspace.desk.forms import QueueFilterForm

# A thing that waits at the desk.
DeskItem = Submission | Matter
# The paths of the filters, by the names of the form's fields.
PAGE_FILTERS = {
    "organization": "organization",
    "type": "kind",
    "language": "page__locale__language_code",
    "topic": "topics",
}
MATTER_FILTERS = {"organization": "organization", "type": "kind", "language": "language"}
# Where a word is searched for. Two languages that were sent as one stand on one line, with the title of the other.
MATTER_WORDS = ("title", "organization__name_en", "organization__name_km")
PAGE_WORDS = (*MATTER_WORDS, "sent_with_translation__translation__title")
# All words behind these are searched for as one phrase: each word costs a comparison in every row.
MOST_WORDS = 8
# Of equal times pages stand before matters; the number is part of the order in the database.
IS_PAGE, IS_MATTER = 0, 1


@dataclass(frozen=True)
class DeskList:
    """Submissions and matters as one list for a paginator: the urgent first, then the earliest due.

    The database puts both into one order; only the rows of one page of the list are read. `total` is the length where
    the caller knows it. Of decided ones the newest are first.
    """

    submissions: QuerySet[Submission]
    matters: QuerySet[Matter]
    total: int | None = None
    is_decided: bool = False

    def count(self) -> int:
        """Return the number of submissions and matters in the list, in at most one query."""
        return self._keys().count() if self.total is None else self.total

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[DeskItem]:
        """Return a part of the list, in three queries at most."""
        keys = [(source, pk) for _urgent, _due, source, pk in self._keys()[part]]
        # prefetch_related and select_related of both querysets hold for these rows.
        pages = self.submissions.in_bulk([pk for source, pk in keys if source == IS_PAGE])
        others = self.matters.in_bulk([pk for source, pk in keys if source == IS_MATTER])
        found: list[DeskItem | None] = [(pages if source == IS_PAGE else others).get(pk) for source, pk in keys]
        # Another editor may have decided between the two queries.
        return [item for item in found if item is not None]

    def after(self, item: DeskItem, editor: Any) -> DeskItem | None:
        """Return the first thing behind `item` in the order of the list that no other editor has claimed, or None.

        `item` itself need not be in the list any more. Not for a list of decided things.
        """
        behind = DeskList(
            self.submissions.filter(_behind(item, IS_PAGE), _free_for(editor)),
            self.matters.filter(_behind(item, IS_MATTER), _free_for(editor)),
        )
        return next(iter(behind[:1]), None)

    def numbers(self) -> list[tuple[int, int]]:
        """Return source (IS_PAGE or IS_MATTER) and id of all rows, in the order of the list, in one query."""
        return [(source, pk) for _urgent, _due, source, pk in self._keys()]

    def _keys(self) -> Any:
        """Return urgency, time, source and id of each row, in the order of the list."""
        time = "decided_at" if self.is_decided else "due_at"
        # Without the order of the querysets: SQLite allows none inside of a union.
        pages = _key_columns(self.submissions.order_by(), Value(False, BooleanField()), time, IS_PAGE)
        others = _key_columns(self.matters.order_by(), F("is_urgent"), time, IS_MATTER)
        # `source` and `pk` last: without them rows of the same time could stand on two parts of the list or on none.
        order = ("-decided_at", "source", "-pk") if self.is_decided else ("-urgent", "due_at", "source", "pk")
        # all=True: the rows differ by `source` and `pk` already, and looking for equal ones would cost a sort of all.
        return pages.union(others, all=True).order_by(*order)


def _behind(item: DeskItem, source: int) -> Q:
    """Return the filter of the rows of a source that stand behind `item`, by the order of `DeskList._keys`."""
    own, urgent = (IS_MATTER, item.is_urgent) if isinstance(item, Matter) else (IS_PAGE, False)
    later = Q(due_at__gt=item.due_at)
    if source == own:
        later |= Q(due_at=item.due_at, pk__gt=item.pk)
    elif source > own:
        later |= Q(due_at=item.due_at)
    if source == IS_PAGE:
        # No submission is urgent: all of them stand behind an urgent matter.
        return Q() if urgent else later
    return Q(is_urgent=False) | later if urgent else Q(is_urgent=False) & later


def _free_for(editor: Any) -> Q:
    """Return the filter of what nobody or this editor has claimed; a claim that has ended does not count."""
    now = timezone.now()
    has_ended = Q(claimed_at__lt=now - CLAIM_LASTS) | Q(claimed_at__gt=now + CLAIM_LASTS)
    return Q(claimed_by=None) | Q(claimed_by=editor) | has_ended


def _key_columns(rows: QuerySet[Any], urgent: Any, time: str, source: int) -> Any:
    """Return the columns of some rows by which the list is ordered and its rows are found."""
    numbered = rows.annotate(urgent=urgent, source=Value(source, IntegerField()))
    return numbered.values_list("urgent", time, "source", "pk")


def desk_list(chosen: dict[str, Any], editor: Any, counts: DeskCounts | None = None) -> DeskList:
    """Return the submissions, and the matters this editor may read, that the queue's filters leave.

    Without any filter its length is what `counts` say, where they are known.
    """
    state = chosen.get("state", "")
    submissions = submissions_in_state(state).filter(_wanted(chosen, editor, PAGE_FILTERS, PAGE_WORDS))
    matters = readable_matters(editor).select_related("organization", "claimed_by")
    # Only pages have topics, authors who answer corrections, second opinions, and reviews after publication.
    if chosen.get("topic") or state not in (QueueFilterForm.WAITING, QueueFilterForm.URGENT):
        return DeskList(submissions, matters.none())
    if state == QueueFilterForm.URGENT:
        matters = matters.filter(is_urgent=True)
    # The counts are read anyway for the head of the page: this saves the paginator's query.
    total = None if counts is None or any(chosen.values()) else counts.waiting
    return DeskList(submissions, matters.filter(_wanted(chosen, editor, MATTER_FILTERS, MATTER_WORDS)), total)


def submissions_in_state(state: str) -> Any:
    """Return the submissions for the queue's filter `state`: waiting, second opinion, after publication ..."""
    if state == QueueFilterForm.AFTER:
        return Submission.objects.awaiting_post_review()
    rows = Submission.objects.for_desk()
    if state == QueueFilterForm.URGENT:
        return rows.none()
    if state == QueueFilterForm.AUTHOR:
        offered = Correction.objects.filter(state=Correction.State.OFFERED).values("submission")
        return rows.filter(Q(pk__in=offered) | Q(sent_with_translation__translation__in=offered))
    return rows.filter(second_look_by__isnull=False) if state == QueueFilterForm.SECOND else rows


def _wanted(chosen: dict[str, Any], editor: Any, paths: dict[str, str], searched: tuple[str, ...]) -> Q:
    """Return the filter of rows for the values of QueueFilterForm; each word stands in one of the `searched` fields."""
    wanted = Q()
    for name, path in paths.items():
        if chosen.get(name):
            wanted &= Q(**{path: chosen[name]}) | _in_second_language(name, path, chosen)
    for word in chosen.get("q", "").split(maxsplit=MOST_WORDS - 1):
        wanted &= reduce(or_, (Q(**{f"{path}__icontains": word}) for path in searched))
    return wanted & Q(claimed_by=editor) if chosen.get("mine") else wanted


def _in_second_language(name: str, path: str, chosen: dict[str, Any]) -> Q:
    """Return the filter of the lines on which two languages stand, by the language of the second; else of none."""
    if path != PAGE_FILTERS["language"]:
        return Q()
    return Q(**{f"sent_with_translation__translation__{path}": chosen[name]})


@dataclass(frozen=True)
class DeskCounts:
    """Numbers of things at the desk that wait, are late or urgent; `kinds` counts matters by the name of their kind.

    `oldest` is the time at which what waits longest was sent, None where nothing waits.
    """

    waiting: int
    late: int
    urgent: int
    awaiting_post_review: int
    kinds: dict[str, int]
    oldest: datetime | None


def desk_counts(editor: Any) -> DeskCounts:
    """Return the numbers of undecided, late and urgent submissions and readable matters at the desk, in two queries."""
    waits, is_late = Q(state=Submission.State.WAITING), Q(due_at__lt=timezone.now())
    pages = (
        Submission.objects.awaiting_editors()
        .lines()
        .aggregate(
            waiting=Count("pk", filter=waits),
            late=Count("pk", filter=waits & is_late),
            after=Count("pk", filter=Q(post_review=Submission.PostReview.DUE)),
            oldest=Min("submitted_at", filter=waits),
        )
    )
    # order_by() removes the model's order, whose columns would become part of the GROUP BY.
    rows = readable_matters(editor).order_by().values("kind")
    matters = list(
        rows.annotate(
            waiting=Count("pk"),
            late=Count("pk", filter=is_late),
            urgent=Count("pk", filter=Q(is_urgent=True)),
            oldest=Min("created_at"),
        )
    )
    return DeskCounts(
        waiting=pages["waiting"] + sum(row["waiting"] for row in matters),
        late=pages["late"] + sum(row["late"] for row in matters),
        urgent=sum(row["urgent"] for row in matters),
        awaiting_post_review=pages["after"],
        kinds={row["kind"]: row["waiting"] for row in matters},
        oldest=min(filter(None, [pages["oldest"], *(row["oldest"] for row in matters)]), default=None),
    )
