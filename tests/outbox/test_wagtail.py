"""Wagtail's own background work, which it asks for at every save."""

from __future__ import annotations

from collections import Counter

import pytest
from wagtail.models import Page, ReferenceIndex

from outbox.models import Event
from outbox.services import drain

pytestmark = pytest.mark.django_db


def tasks() -> Counter[str]:
    return Counter(event.payload["task"] for event in Event.objects.pending().filter(kind="task.run"))


@pytest.fixture
def page(make_page, organization):
    page = make_page("article", organization, "en", live=True, title="Weaving by night")
    drain()
    return page


def test_saving_over_and_over_asks_once(page):
    for number in range(3):
        page.title = f"Weaving by day {number}"
        page.save()
    assert set(tasks().values()) == {1}
    assert "modelsearch.tasks.insert_or_update_object_task" in tasks()


def test_what_waited_is_found_afterwards(page):
    page.title = "Indigo"
    page.save()
    assert not Page.objects.search("indigo").count()
    drain()
    assert [found.pk for found in Page.objects.search("indigo")] == [page.pk]
    assert not Event.objects.dead().exists()


def test_a_page_that_is_deleted_before_its_tasks_run_leaves_nothing_dead(page):
    page.save()
    pk = page.pk
    page.delete()
    drain()
    assert not Event.objects.pending().exists()
    assert not Event.objects.dead().exists()
    assert not ReferenceIndex.objects.filter(object_id=str(pk), base_content_type__model="page").exists()
