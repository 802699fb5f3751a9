"""Activity is recorded when pages are published, changed and withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from feed.models import Activity


def history(page):
    return list(Activity.objects.filter(page_id=page.pk).order_by("created_at", "id").values_list("kind", flat=True))


@pytest.fixture
def page(make_page, organization, drain):
    page = make_page("article", organization, live=True)
    drain()
    return page


def publish(page, drain):
    page.save_revision().publish()
    drain()


def test_first_publication_is_news_of_its_organization(page, organization):
    [line] = Activity.objects.filter(page_id=page.pk)

    assert line.kind == "published"
    assert line.organization == organization
    assert abs(line.created_at - timezone.now()) < timedelta(minutes=1)


def test_draft_is_no_news(make_page, organization, drain):
    page = make_page("article", organization)
    drain()

    assert history(page) == []


def test_later_changes_are_told_once_an_hour(page, drain, time_machine):
    publish(page, drain)
    publish(page, drain)
    assert history(page) == ["published", "updated"]

    time_machine.move_to(timezone.now() + timedelta(minutes=59))
    publish(page, drain)
    assert history(page) == ["published", "updated"]

    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    publish(page, drain)
    assert history(page) == ["published", "updated", "updated"]


def test_withdrawal_is_remembered_and_a_return_is_news_again(page, drain):
    page.unpublish()
    drain()
    assert history(page) == ["published", "withdrawn"]

    page.refresh_from_db()
    publish(page, drain)
    assert history(page) == ["published", "withdrawn", "published"]


def test_deletion_is_remembered_once(page, drain):
    number = page.pk
    page.unpublish()
    page.delete()
    drain()

    assert list(Activity.objects.filter(page_id=number).values_list("kind", flat=True)) == ["withdrawn", "published"]


def test_deleted_draft_leaves_no_trace(make_page, organization, drain):
    page = make_page("article", organization)
    number = page.pk
    page.delete()
    drain()

    assert not Activity.objects.filter(page_id=number).exists()


def test_restriction_withdraws(page, drain):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    drain()

    assert history(page) == ["published", "withdrawn"]
