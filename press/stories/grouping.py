"""Grouping of new items by the story that they tell."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone

from press.models import Item
from press.stories.sketch import FEWEST_SHARED, containment, hashes_of, is_same_story

# Items that were seen earlier are no longer compared: another day's report is another story.
COMPARED_FOR = dt.timedelta(days=7)
# New items that are grouped at once.
MOST_AT_ONCE = 200

Match = tuple[float, int]


class NewItems:
    """New items with the best match of each so far; an earlier new item is a match of the later ones."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.hashes = [hashes_of(item.sketch) for item in items]
        self.best: list[Match] = [(0.0, 0)] * len(items)
        self._by_hash: defaultdict[int, list[int]] = defaultdict(list)
        for place, hashes in enumerate(self.hashes):
            for number in hashes:
                self._by_hash[number].append(place)
        self._by_address: defaultdict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            self._by_address[item.url_key].append(place)

    def compare(self, url_key: str, hashes: list[int], story: int, after: int = -1) -> None:
        """Compare an item with the new ones after a place; note its story for each that it is most alike to so far."""
        for place in self._by_address.get(url_key, ()):
            self._note(place, 1.0, story, after)
        for place in self._alike(hashes):
            self._note(place, containment(hashes, self.hashes[place]), story, after)

    def _note(self, place: int, share: float, story: int, after: int) -> None:
        if place > after and share > self.best[place][0] and is_same_story(share, self.items[place].language):
            self.best[place] = share, story

    def _alike(self, hashes: list[int]) -> Iterator[int]:
        """Yield the places of the new items that share a few hashes with these; all others tell another story."""
        counts: defaultdict[int, int] = defaultdict(int)
        for number in hashes:
            for place in self._by_hash.get(number, ()):
                counts[place] += 1
        return (place for place, count in counts.items() if count >= FEWEST_SHARED)


def group_new_items() -> int:
    """Give each new item of the press the story of the item most alike, or its own; return how many got one.

    The same address is always the same story. Items of all media of the last seven days are compared.
    """
    items = list(Item.objects.of_press().filter(story=None).order_by("written_at", "pk")[:MOST_AT_ONCE])
    if not items:
        return 0
    new = NewItems(items)
    known = Item.objects.of_press().filter(seen_at__gte=timezone.now() - COMPARED_FOR).order_by()
    for url_key, sketch, story in known.values_list("url_key", "sketch", "story").iterator():
        if story is not None:
            new.compare(url_key, hashes_of(sketch), story)
    for place, item in enumerate(items):
        item.story = new.best[place][1] or item.pk
        new.compare(item.url_key, new.hashes[place], item.story, after=place)
    Item.objects.bulk_update(items, ["story"])
    return len(items)
