"""The list of the press desk: items that wait, grouped by the story that they tell."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, Count, F, Max, Q, When
from django.db.models.functions import Coalesce

from press.models import Item, Source

# An item that is not grouped yet is a story of its own.
STORY = Coalesce(F("story"), F("pk"), output_field=BigIntegerField())


@dataclass
class Story:
    """A story at the press desk: its waiting items, the first by date leading, and those decided on already."""

    waiting: list[Item] = field(default_factory=list)
    decided: list[Item] = field(default_factory=list)

    @property
    def lead(self) -> Item:
        """Return the story's waiting item that was written first (property)."""
        return self.waiting[0]

    @property
    def rest(self) -> list[Item]:
        """Return the story's waiting items without the first one (property)."""
        return self.waiting[1:]

    def add(self, item: Item) -> None:
        """Add an item to the story's waiting or decided ones; call with the earliest written item first."""
        (self.waiting if item.is_waiting else self.decided).append(item)

    def item(self, item_id: int | None) -> Item | None:
        """Return the story's item with this id; None if it has none."""
        return next((item for item in (*self.waiting, *self.decided) if item.pk == item_id), None)

    def besides(self, item: Item) -> list[Item]:
        """Return the story's items other than this one, the waiting ones first."""
        return [each for each in (*self.waiting, *self.decided) if each.pk != item.pk]


@dataclass(frozen=True)
class WaitingCounts:
    """Numbers of waiting items and of the stories that they tell: of all sources, and stories of the chosen one."""

    items: int
    stories: int
    listed: int


def waiting_counts(source: Source | None) -> WaitingCounts:
    """Return how many items wait in how many stories, in one query; `listed` are the stories of the chosen source."""
    of_source = Q(source=source) if source else Q()
    counted = Item.objects.waiting().aggregate(
        items=Count("pk"),
        stories=Count(STORY, distinct=True),
        listed=Count(STORY, distinct=True, filter=of_source) if source else Count(STORY, distinct=True),
    )
    return WaitingCounts(**counted)


class StoryList:
    """The stories that wait, those with the newest item first, for a paginator; each with its items.

    Once a part is read, `opened` is the story of the item that the editor opened, also where that is in another part of
    the list or was decided on; None for an unknown item.
    """

    def __init__(self, source: Source | None, total: int, item_id: int | None) -> None:
        self.source, self.total, self.item_id = source, total, item_id
        self.opened: Story | None = None

    def count(self) -> int:
        """Return the number of stories in the list, as it was given to the constructor; no query."""
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[Story]:
        """Return a part of the list, in one query."""
        waiting = Item.objects.waiting()
        waiting = waiting.filter(source=self.source) if self.source else waiting
        rows: Any = waiting.order_by().values(told=STORY).annotate(last=Max("written_at")).order_by("-last", "-told")
        listed, opened = self._read(rows.values("told")[part])
        self.opened = opened
        # Another editor may have decided on all of a story meanwhile.
        found = [(self._last(story), number, story) for number, story in listed.items() if story.waiting]
        return [story for _last, _number, story in sorted(found, key=lambda row: (row[0], row[1]), reverse=True)]

    def _read(self, numbers: Any) -> tuple[dict[int, Story], Story | None]:
        """Return the stories with these numbers by number, and that of the opened item; removed items are left out."""
        rows = Item.objects.of_press().annotate(told=STORY).exclude(state=Item.State.WITHDRAWN)
        is_listed = Case(When(told__in=numbers, then=True), default=False, output_field=BooleanField())
        of_opened = Item.objects.of_press().filter(pk=self.item_id or 0).values_list(STORY)
        rows = rows.filter(Q(told__in=numbers) | Q(told__in=of_opened)).annotate(is_listed=is_listed)
        listed: defaultdict[int, Story] = defaultdict(Story)
        other = Story()
        for item in rows.select_related("source").order_by("written_at", "pk"):
            (listed[item.told] if item.is_listed else other).add(item)
        stories = [*listed.values(), other]
        return dict(listed), next((story for story in stories if story.item(self.item_id)), None)

    def _last(self, story: Story) -> dt.datetime:
        """Return when the newest waiting item of a story was written: of the chosen source, where there is one."""
        of_source = [item for item in story.waiting if self.source is None or item.source_id == self.source.pk]
        return max(item.written_at for item in of_source or story.waiting)
