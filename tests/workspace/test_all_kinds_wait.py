"""All that editors decide on stands in one queue by due time, whatever package it comes from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from discussions.services.publishing import put_before_editors
from moderation.matters import matter_kinds
from moderation.models import Matter, Report, Submission
from moderation.services import propose_profile, report
from orgs.membership.applications import apply
from orgs.profile import profile_of
from orgs.services import set_editor
from press.deciding.taking import ClippingChoice, take
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.moderation.row_helpers import make_submissions
from tests.press.press_helpers import make_item, make_source

pytestmark = pytest.mark.django_db
QUEUE = reverse("workspace:queue")


@pytest.fixture
def clipping(portal: Any, make_user: Any) -> Any:
    """A clipping whose words another editor changed: it waits, as every page does."""
    taker = make_user("taker@example.org")
    set_editor(taker, True)
    item = make_item(make_source(), "A clinic reaches four communes")
    return take(item.pk, taker, item.content_hash, ClippingChoice(title="A clinic for all"))


@pytest.fixture
def post(portal: Any) -> Any:
    author = make_participant()
    post = make_post(make_thread(make_board(), author, "Night shifts"), author, "Who pays?", public=False)
    put_before_editors(post)
    return post


def test_all_kinds_stand_in_one_list_by_due_time(
    editors: Any, waiting: Any, clipping: Any, post: Any, make_page: Any, organization: Any, make_member: Any
) -> None:
    public = make_page("update", organization, live=True, title="Reported looms")
    report(public, Report.Kind.WRONG, "It is wrong.")
    manager = make_member(organization, "manager")
    propose_profile(organization, profile_of(organization) | {"name_en": "Silk and Looms"}, by=manager)
    apply(sender="x", name="Weavers of Takeo", about="We weave.", contact="C", email="c@example.org", language="km")
    now = timezone.now()
    due = ["application", "clipping", "post", "profile", "report", "update"]
    for hours, kind in enumerate(due):
        source: Any = Submission if kind in ("clipping", "update") else Matter
        assert source.objects.waiting().filter(kind=kind).update(due_at=now + timedelta(hours=hours)) == 1, kind
    titles = ["Weavers of Takeo", "A clinic for all", "Night shifts", "Silk Weavers", "Reported looms", "Six looms"]
    content = editors.get(QUEUE).content.decode()
    assert "6 wait" in content
    found = [content.index(f">{title}</a>", content.index("<tbody")) for title in titles]
    assert found == sorted(found)


def test_five_hundred_of_all_kinds_cost_no_more(editors: Any, waiting: Any, organization: Any) -> None:
    kinds = [name for name, kind in matter_kinds().items() if not type(kind).__module__.startswith("tests.")]
    now = timezone.now()
    make_submissions(organization, 250, due_at=lambda number: now + timedelta(minutes=2 * number))
    Matter.objects.bulk_create(
        Matter(
            kind=kinds[number % len(kinds)],
            object_id=number + 1000,
            organization=None if kinds[number % len(kinds)] == "application" else organization,
            title=f"ស្ត្រីនៅក្នុងភូមិបានទិញកីថ្មី {number}",
            language="km",
            created_at=now,
            reminder_at=now,
            due_at=now + timedelta(minutes=2 * number + 1),
        )
        for number in range(250)
    )
    editors.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        response = editors.get(QUEUE, {"open": waiting.pk})
    print(f"500 of {len(kinds)} kinds wait: {len(captured)} queries, {len(response.content)} bytes")
    content = response.content.decode()
    assert "501 wait" in content
    assert {
        str(matter_kinds()[name].label) for name in kinds if str(matter_kinds()[name].label) not in content
    } == set()
    assert len(captured) <= 30
    assert len(response.content) <= 200_000
