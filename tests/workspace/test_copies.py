"""A member copies a page, and deletes a draft that nobody else has to do with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from moderation import services
from orgs.pages.registry import page_kinds
from tests.factories import make_page

pytestmark = pytest.mark.django_db
BODY = [{"type": "paragraph", "value": "<p>Seven looms came.</p>"}]


@pytest.fixture
def officers(sign_in: Any, officer: Any) -> Any:
    return sign_in(officer)


@pytest.fixture
def article(organization: Any, officer: Any) -> Any:
    return make_page("article", organization, owner=officer, title="Looms", summary="Short.", body=BODY)


def newest_copy(page: Any) -> Any:
    copy = Page.objects.exclude(pk=page.pk).filter(draft_title__startswith="Copy").get().specific
    return copy.get_latest_revision_as_object() if copy.latest_revision_id else copy


def test_a_copy_has_the_newest_words_and_is_a_draft_of_its_own(officers: Any, officer: Any, article: Any) -> None:
    latest = article.get_latest_revision_as_object()
    latest.title, latest.go_live_at = "Seven looms", timezone.now() + timedelta(days=3)
    latest.save_revision(user=officer)
    answer = officers.post(reverse("workspace:duplicate", args=[article.pk]))
    copy = newest_copy(article)
    assert answer["Location"] == reverse("workspace:edit-article", args=[copy.pk])
    assert (copy.title, copy.owner, copy.live, copy.go_live_at) == ("Copy: Seven looms", officer, False, None)
    assert copy.body.get_prep_value()[0]["value"] == BODY[0]["value"]
    assert (copy.translation_key, copy.slug) != (article.translation_key, article.slug)
    assert not copy.submissions.exists()


def test_a_title_without_room_for_more_stays_as_it_is(officers: Any, organization: Any) -> None:
    page = make_page("article", organization, title="ស្ត្រី" * 42, summary="Short.", body=BODY)
    officers.post(reverse("workspace:duplicate", args=[page.pk]))
    assert Page.objects.filter(draft_title=page.title).count() == 2


def test_a_public_page_stays_public_and_its_copy_is_not(officers: Any, organization: Any) -> None:
    page = make_page("article", organization, live=True, title="Looms", summary="Short.", body=BODY)
    officers.post(reverse("workspace:duplicate", args=[page.pk]))
    assert Page.objects.get(pk=page.pk).live and not newest_copy(page).live


def test_a_draft_is_deleted_after_a_question(officers: Any, article: Any) -> None:
    address = reverse("workspace:delete", args=[article.pk])
    assert "Delete this draft?" in officers.get(address).content.decode()
    assert Page.objects.filter(pk=article.pk).exists()
    assert "Deleted." in officers.post(address, follow=True).content.decode()
    assert not Page.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("state", ["waiting", "returned", "public"])
def test_what_must_be_kept_is_not_deleted(state: str, officers: Any, officer: Any, editor: Any, article: Any) -> None:
    submission = services.submit(article, officer)
    if state == "returned":
        services.request_changes(submission, editor, "Name the village.")
    if state == "public":
        services.approve(submission, editor)
    content = officers.post(reverse("workspace:delete", args=[article.pk]), follow=True).content.decode()
    assert "This page cannot be deleted" in content
    assert Page.objects.filter(pk=article.pk).exists()


def test_nobody_else_copies_or_deletes(sign_in: Any, other_officer: Any, editor: Any, article: Any) -> None:
    for person in (other_officer, editor):
        for name in ("duplicate", "delete"):
            assert sign_in(person).post(reverse(f"workspace:{name}", args=[article.pk])).status_code == 404
    assert Page.objects.filter(pk=article.pk).exists()


def test_the_list_offers_both(officers: Any, article: Any) -> None:
    content = officers.get(reverse("workspace:home")).content.decode()
    for name in ("duplicate", "delete"):
        assert reverse(f"workspace:{name}", args=[article.pk]) in content


def test_each_kind_is_begun_by_a_small_button_and_rare_actions_stand_under_more(officers, officer, organization):
    page = make_page("update", organization, owner=officer)
    copy, delete = (reverse(f"workspace:{name}", args=[page.pk]) for name in ("duplicate", "delete"))
    home = BeautifulSoup(officers.get(reverse("workspace:home")).content, "html.parser")
    begun = [link["href"] for link in home.select(".add a")]
    assert begun == [reverse(f"workspace:new-{each.name}") for each in page_kinds().short_forms] + [
        reverse("workspace:languages")
    ]
    more = home.select_one(f"#piece-{page.pk} details")
    assert not more.has_attr("open")
    assert more.select_one(f"[href='{delete}']") and more.select_one(f"[action='{copy}']")
    # On the page of the piece alone they are open.
    alone = BeautifulSoup(officers.get(reverse("workspace:content-item", args=[page.pk])).content, "html.parser")
    assert alone.select_one(f"#piece-{page.pk} details").has_attr("open")
