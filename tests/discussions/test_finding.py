"""Threads of public boards are found everywhere; what is hidden, waits or is private is found nowhere."""

from __future__ import annotations

import random
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page

from catalog.models import CatalogEntry
from catalog.signals import rows_written
from catalog.sources.kinds import entry_id
from discussions.finding.entries import DISCUSSION
from discussions.finding.texts import LONGEST_TEXT, longest_part, searchable_text
from discussions.models import Board, Post, Thread
from discussions.services.posting import Written, open_thread
from discussions.services.publishing import close_post, publish_post
from feed.items import latest_items
from feed.models import Activity
from search import reconciler
from search.engines import get_engine
from search.engines.base import Query
from search.query.suggestions import suggestions
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.search.corpus import KHMER
from vocabulary.models import Topic

if settings.ELASTICSEARCH_URL:
    from tests.search.elastic import drain, index, sync_before_searching  # noqa: F401 - used by every test here

pytestmark = pytest.mark.django_db


def found(text: str = "", **fields: Any) -> list[str]:
    return [hit.entry.url for hit in get_engine().search(Query(text=text, **fields)).hits]


def row_of(thread: Thread) -> CatalogEntry | None:
    return CatalogEntry.objects.public().filter(pk=entry_id(DISCUSSION, thread.pk)).first()


@pytest.fixture
def board(portal: Any, organization: Any) -> Board:
    return make_board(organization=organization)


def test_a_thread_is_found_like_a_page(board: Board, make_page: Any, client: Any, drain: Any) -> None:
    page = make_page("article", board.organization, live=True, topics=[Topic.objects.get(slug="law")])
    sokha = make_participant()
    written = Written(sokha, "Sokha", "Who drives us home?\n> quoted gemstones\nA minibus, perhaps.")
    post = open_thread(board, "Night shifts at the mill", written, Page.objects.get(pk=page.pk))
    drain()
    assert (row_of(post.thread), found("minibus")) == (None, [])
    publish_post(post)
    drain()

    thread = Thread.objects.get(pk=post.thread_id)
    row = row_of(thread)
    assert row is not None
    assert (row.title, row.type, row.language, row.organization) == (
        thread.title,
        "discussion",
        "en",
        board.organization,
    )
    assert row.url == f"/en/discussions/gender/{thread.number}/"
    assert [topic.slug for topic in row.topics] == ["law"]
    for text in ("minibus", "night shifts", "board gender", "ពិភាក្សា"):
        assert row.url in found(text, type="discussion", topic="law", organization=board.organization.slug), text
    assert found("gemstones") == []
    result = get_engine().search(Query(text="minibus"))
    assert [(each.value, each.count) for each in result.facets["type"]] == [("discussion", 1)]
    assert "<mark>minibus</mark>" in result.hits[0].highlight
    assert row.url in [each.url for each in suggestions("night sh", "km")]
    doors = [
        "/en/search/?q=minibus",
        "/en/search/feed.atom?q=minibus",
        "/en/topics/law/",
        "/km/topics/law/",
        f"/en/organizations/{board.organization.slug}/",
        "/en/activity/",
        "/en/activity/feed.atom",
        "/en/activity/feed.json",
        f"/en/organizations/{board.organization.slug}/activity/feed.atom",
        "/api/v1/search?q=minibus&type=discussion",
        "/api/v1/pages?type=discussion",
        f"/api/v1/pages/{row.pk}",
        "/api/v1/activity",
        "/sitemap-pages.xml",
    ]
    assert [
        door for door in doors if thread.title not in shown(client, door) and row.url not in shown(client, door)
    ] == []
    assert [door for door in doors if sokha.email in shown(client, door)] == []
    # Beside an article it is named as what it is, which pages are not.
    other = make_page("article", board.organization, live=True)
    drain()
    beside = shown(client, other.get_url())
    assert f"{thread.title}</a></h3>" in beside and "<span>Discussion</span>" in beside
    # It is no publication of the organization, so nothing that counts or reports those has it.
    assert thread.title not in shown(client, "/en/")
    assert client.get(f"/en/report/{row.pk}/").status_code == 404
    assert client.get(f"/cards/{row.pk}.png").status_code == 404
    assert not reconciler.check()


def shown(client: Any, address: str) -> str:
    return client.get(address).content.decode()


def test_a_word_of_the_post_199_is_found(board: Board, drain: Any) -> None:
    sokha = make_participant()
    thread = make_thread(board, sokha)
    texts = ["\n".join(random.Random(number).choices(KHMER, k=40)).replace(" ", "") for number in range(2, 199)]
    assert sum(map(len, texts)) > LONGEST_TEXT
    Post.objects.bulk_create(
        Post(thread=thread, number=number, name="Sokha", language="km", text=text, state="public")
        for number, text in enumerate(texts, 2)
    )
    Thread.objects.filter(pk=thread.pk).update(last_number=198)
    make_post(thread, sokha, "We took the hovercraft.")
    make_post(thread, sokha, "So did I.")
    drain()
    [hit] = get_engine().search(Query(text="hovercraft")).hits
    assert hit.entry.pk == entry_id(DISCUSSION, thread.pk)
    assert "<mark>hovercraft</mark>" in hit.highlight


def test_posts_that_are_published_together_write_one_row(board: Board, drain: Any) -> None:
    sokha = make_participant()
    thread = make_thread(board, sokha)
    for number in range(5):
        make_post(thread, sokha, f"hovercraft {number}")
    written: list[int] = []

    def count(entries: list[CatalogEntry], **kwargs: Any) -> None:
        written.extend(entry.pk for entry in entries)

    rows_written.connect(count)
    try:
        drain()
    finally:
        rows_written.disconnect(count)
    assert (written, len(found("hovercraft 4"))) == ([entry_id(DISCUSSION, thread.pk)], 1)


@pytest.mark.parametrize(
    ("lengths", "total", "most"),
    [([5, 5], 10, 5), ([1, 9], 10, 9), ([1, 20], 10, 9), ([20, 20], 10, 5), ([], 10, 1), ([9] * 20, 10, 1)],
)
def test_long_posts_leave_room_for_others(lengths: list[int], total: int, most: int) -> None:
    assert longest_part(lengths, total) == most


def test_a_hidden_posts_words_are_gone_at_once(board: Board, drain: Any) -> None:
    sokha = make_participant()
    thread = make_thread(board, sokha, text="Who drives us home?")
    answer = make_post(thread, sokha, "A rickshaw.")
    drain()
    assert found("rickshaw") == found("drives") == [row_of(thread).url]  # type: ignore[union-attr]
    close_post(answer, Post.State.HIDDEN)
    assert (row_of(thread), found("rickshaw")) == (None, [])
    drain()
    assert (found("rickshaw"), len(found("drives"))) == ([], 1)
    assert searchable_text(thread) == "Who drives us home?"
    publish_post(answer)
    drain()
    assert len(found("rickshaw")) == 1
    close_post(answer, Post.State.HIDDEN)
    close_post(thread.posts.get(number=1), Post.State.WITHDRAWN)
    assert (row_of(thread), found("drives")) == (None, [])
    drain()
    assert not reconciler.check()


def test_activity_tells_of_a_thread_once(board: Board, drain: Any) -> None:
    def told() -> list[str]:
        return [item.entry.title for item in latest_items("km", None, 10) if item.entry.type == "discussion"]

    sokha = make_participant()
    thread = make_thread(board, sokha)
    make_post(thread, sokha)
    drain()
    make_post(thread, sokha)
    drain()
    kinds = Activity.objects.filter(page_id=entry_id(DISCUSSION, thread.pk)).values_list("kind", flat=True)
    assert (list(kinds), told()) == (["published"], [thread.title])
    for post in thread.posts.all():
        close_post(post, Post.State.HIDDEN)
    assert told() == []
    drain()
    assert list(kinds.all()) == ["withdrawn", "published"]
    publish_post(thread.posts.get(number=2))
    drain()
    assert (next(iter(kinds.all())), told()) == ("published", [thread.title])

    old = open_thread(board, "Of old", Written(sokha, "Sokha", "Long ago", Post.Origin.IMPORT))
    publish_post(old)
    make_post(old.thread, sokha)
    drain()
    assert told() == [thread.title]
    assert len(found("long ago")) == 1


@pytest.mark.parametrize("change", [{"who_reads": "members", "who_writes": "members"}, {"is_hidden": True}])
def test_a_board_that_closes_takes_its_threads_along(board: Board, drain: Any, change: dict[str, Any]) -> None:
    sokha = make_participant()
    thread = make_thread(board, sokha, text="Who drives us home?")
    waiting = open_thread(board, "Among us", Written(sokha, "Sokha", "Nobody else reads this"))
    drain()
    board.refresh_from_db()
    assert len(found("drives")) == 1
    before = {name: getattr(board, name) for name in change}
    for name, value in change.items():
        setattr(board, name, value)
    board.save()
    assert (row_of(thread), found("drives")) == (None, [])
    publish_post(waiting)
    drain()
    recorded = Activity.objects.filter(page_id=entry_id(DISCUSSION, waiting.thread_id))
    assert (row_of(waiting.thread), recorded.count()) == (None, 0)
    assert not reconciler.check()
    for name, value in before.items():
        setattr(board, name, value)
    board.save()
    drain()
    assert len(found("drives")) == 1


def test_rows_follow_board_page_and_organization(board: Board, make_page: Any, drain: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("discussions.finding.refreshing.BATCH", 1)
    sokha = make_participant()
    page = make_page("article", board.organization, live=True, topics=[Topic.objects.get(slug="law")])
    threads = [make_thread(board, sokha, f"Thread {number}") for number in range(3)]
    Thread.objects.filter(pk=threads[0].pk).update(page=page.pk)
    page.refresh_from_db()
    page.save_revision().publish()
    threads[2].title = "Thread of ferries"
    threads[2].save(update_fields=["title"])
    post = threads[2].posts.get()
    post.text = "A rickshaw"
    post.save(update_fields=["text"])
    drain()
    assert len(found("ferries rickshaw")) == 1
    board.refresh_from_db()
    board.name_en = "Hovercraft"
    board.save()
    drain()
    assert len(found("hovercraft")) == 3
    assert len(found("thread", topic="law", type="discussion")) == 1
    page.unpublish()
    drain()
    assert found("thread", topic="law", type="discussion") == []
    threads[1].delete()
    assert len(found("hovercraft")) == 2
    board.organization.is_hidden = True
    board.organization.save()
    assert found("hovercraft") == []
    assert not reconciler.check()


def test_who_is_erased_is_found_in_no_discussion(board: Board, make_user: Any, drain: Any) -> None:
    dara = make_user("dara.planted@example.org", first_name="Dara", last_name="Plantedova")
    thread = make_thread(board, make_participant(), text="Dara Plantedova drove us home.")
    drain()
    assert len(found("plantedova")) == 1
    call_command("person", dara.email, "--erase", "--yes", stdout=StringIO())
    row = row_of(thread)
    assert row is not None and "Plantedova" not in row.text + row.summary
    assert (found("plantedova"), len(found("drove home"))) == ([], 1)
    assert not reconciler.check()
