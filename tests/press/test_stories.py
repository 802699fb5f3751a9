"""Items of several sources that tell the same story are told by the passages that they share."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from django.utils import timezone

from press.models import Item
from press.stories import sketch
from press.stories.grouping import COMPARED_FOR, group_new_items
from press.stories.sketch import containment, hashes_of, is_same_story, sketch_of
from tests.press.press_helpers import make_item, make_source
from tests.press.story_generator import documents, pieces

# Another one than those on which the limits were chosen.
SEED = 11


def test_stories_are_told_apart_in_both_languages() -> None:
    made = documents(SEED)
    hashes = [hashes_of(sketch_of(document.text)) for document in made]
    holding = defaultdict(list)
    for place, numbers in enumerate(hashes):
        for number in numbers:
            holding[number].append(place)
    # All others share no hash, and are no pair whatever the limit.
    pairs = {pair for places in holding.values() for pair in combinations(places, 2)}
    shares = {pair: containment(hashes[pair[0]], hashes[pair[1]]) for pair in pairs}
    told = {pair for pair, share in shares.items() if is_same_story(share, made[pair[0]].language)}
    counts = defaultdict(lambda: [0, 0, 0])
    by_story = defaultdict(list)
    for place, document in enumerate(made):
        by_story[document.story].append(place)
    true = {pair for places in by_story.values() for pair in combinations(places, 2)}
    for pair in told | true:
        for key in ("all", made[pair[0]].language):
            counts[key][0] += pair in told and pair in true
            counts[key][1] += pair in told
            counts[key][2] += pair in true
    figures = {key: (both / said, both / there) for key, (both, said, there) in counts.items()}
    assert min(figures["all"]) >= 0.93, figures
    assert min(figures["en"]) >= 0.90 and min(figures["km"]) >= 0.90, figures


def test_a_sketch_is_small_and_holds_no_word() -> None:
    _language, sentences = pieces()[0]
    long = sketch_of(" ".join(sentences) + " " + " ".join(str(number) for number in range(5000)))
    assert len(long) == 4 * sketch.MOST_HASHES == 1024
    assert sketch_of("") == b"" and hashes_of(b"") == []
    assert containment([], [1, 2]) == containment([7], [7]) == 0.0


def text_of(number: int) -> str:
    return " ".join(pieces()[number][1])


@pytest.mark.django_db
def test_items_of_one_story_get_the_first_ones_id(django_assert_num_queries) -> None:
    first, second = make_source("The Tonle Paper"), make_source("Radio Phnom Bok")
    lead = make_item(first, sketch=sketch_of(text_of(0)))
    assert group_new_items() == 1
    same = make_item(second, "Another headline", sketch=sketch_of(f"More words before. {text_of(0)}"))
    other = make_item(second, sketch=sketch_of(text_of(3)))
    # The same address again, in the feed of somebody who gathers others': one story, whatever it says.
    again = make_item(second, url_key=lead.url_key, sketch=b"")
    late = make_item(first, sketch=sketch_of(text_of(3)))
    with django_assert_num_queries(3):
        assert group_new_items() == 4
    stories = dict(Item.objects.values_list("pk", "story"))
    assert stories == {lead.pk: lead.pk, same.pk: lead.pk, other.pk: other.pk, again.pk: lead.pk, late.pk: other.pk}
    with django_assert_num_queries(1):
        assert group_new_items() == 0


@pytest.mark.django_db
def test_an_old_item_begins_no_story_of_today() -> None:
    source = make_source()
    old = make_item(source, sketch=sketch_of(text_of(0)), seen_at=timezone.now() - COMPARED_FOR * 1.1)
    group_new_items()
    new = make_item(source, sketch=sketch_of(text_of(0)))
    group_new_items()
    assert Item.objects.get(pk=new.pk).story == new.pk != old.pk
