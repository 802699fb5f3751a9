"""The competition of an event: shared ranks, names with consent alone, the best first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from events.competition.blocks import CompetitionBlock
from events.competition.ranks import competition, misplaced
from events.models import EventPage


def entry(title: str, rank: int | None = None, **value: Any) -> dict[str, Any]:
    return {"type": "entry", "value": {"title": title, "rank": rank, **value}}


def stream(*children: dict[str, Any]) -> Any:
    return CompetitionBlock().to_python(list(children))


JUDGING = {"type": "judging", "value": "Three juries asked the same three questions."}
FILMS = [
    entry("Third", 3, url="https://video.example.org/3"),
    entry("Not chosen"),
    entry("First", 1, prize="A phone", people="Group two", agreed=True),
    entry("Also first", 1),
]


def test_the_best_is_first_and_equal_ones_share_a_rank() -> None:
    shown = competition(stream(JUDGING, *FILMS))

    assert shown is not None
    assert [(each.rank, each.title) for each in shown.entries] == [
        (1, "First"),
        (1, "Also first"),
        (3, "Third"),
        (None, "Not chosen"),
    ]
    assert shown.judging.startswith("Three juries")


def test_nobody_is_named_without_consent() -> None:
    kept = stream(entry("Film", 1, people="Sok Dara"))

    assert competition(kept).entries[0].people == ""
    assert "Sok" not in " ".join(CompetitionBlock().get_searchable_content(kept))
    with pytest.raises(StreamBlockValidationError) as refused:
        CompetitionBlock().clean(kept)
    assert isinstance(refused.value.block_errors[0], StructBlockValidationError)
    assert "agreed" in refused.value.block_errors[0].block_errors


@pytest.mark.parametrize(
    ("ranks", "wrong"),
    [([1, 1, 3], {}), ([1, 2, 3], {}), ([1, 1, 2], {2: 3}), ([2, 3], {0: 1, 1: 2}), ([1, 3], {1: 2}), ([], {})],
)
def test_a_rank_says_how_many_are_better(ranks: list[int], wrong: dict[int, int]) -> None:
    assert misplaced(dict(enumerate(ranks))) == wrong


@given(st.lists(st.integers(0, 10), max_size=12))
def test_ranks_made_of_points_are_right(points: list[int]) -> None:
    ranks = {key: 1 + sum(other > mine for other in points) for key, mine in enumerate(points)}
    assert misplaced(ranks) == {}


def test_a_wrong_rank_is_told_at_its_entry() -> None:
    with pytest.raises(StreamBlockValidationError) as refused:
        CompetitionBlock().clean(stream(entry("A", 1), entry("B", 1), JUDGING, entry("C", 2)))

    [(place, error)] = refused.value.block_errors.items()
    assert place == 3
    assert "rank 3" in str(error.block_errors["rank"].message)


@pytest.fixture
def event(make_page: Callable[..., EventPage], organization: Any, drain: Any) -> EventPage:
    page = make_page("event", organization, live=True, competition=[JUDGING, *FILMS])
    drain()
    return page


def test_the_page_shows_it_with_its_videos(client: Any, event: EventPage) -> None:
    html = client.get(event.url).content.decode().partition("<h1>")[2]

    assert html.index("Three juries") < html.index("Also first") < html.index("Not chosen")
    assert '<a href="https://video.example.org/3" rel="noopener">Third</a>' in html
    assert "Group two" in html
    assert "A phone" in html


def test_it_is_searched_as_text(event: EventPage) -> None:
    assert "Also first" in event.entry_text()


def test_no_table_without_entries(client: Any, make_page: Any, organization: Any, drain: Any) -> None:
    page = make_page("event", organization, live=True, competition=[JUDGING])
    drain()
    assert "Entries of the competition" not in client.get(page.url).content.decode()
