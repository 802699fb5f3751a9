"""What it costs to send a page, and what the workers do about it, in queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Document
from assets.services import add_picture, files_of
from moderation.checks.handlers import prepare_shown_files
from moderation.comparison.revisions import content_version_of
from moderation.models import Notice, Submission
from moderation.services import submit
from orgs.pages.images import shown_pictures
from outbox.services import drain
from tests.assets.files import picture_file

# Without the savepoints of nested transactions. Half of it is Wagtail's own workflow.
OF_SENDING = 47
# With looking for further events twice, before and after the checks.
OF_EFFECTS = 29


def statements(asked):
    return [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]


@pytest.fixture
def warm(make_page, organization, officer, editor):
    """A page was sent before: content types and terms are remembered, and the editor had a mail a moment ago."""
    for _ in range(2):
        submit(make_page("update", organization, owner=officer, text="Silk."), officer)
        while drain():
            pass


def test_sending_and_its_effects_ask_so_many_queries(warm, make_page, organization, officer, editor):
    page = make_page("update", organization, owner=officer, text="Women met in the hall.")
    while drain():
        pass
    with CaptureQueriesContext(connection) as sending:
        sent = submit(page, officer)
    with CaptureQueriesContext(connection) as effects:
        drain()
    assert Notice.objects.filter(submission=sent, person=editor).count() == 1
    assert sent.check_results.exists()
    assert len(statements(sending)) <= OF_SENDING, "\n".join(statements(sending))
    assert len(statements(effects)) <= OF_EFFECTS, "\n".join(statements(effects))


def test_files_that_are_deleted_meanwhile_stop_nothing(make_page, organization, officer):
    kept, gone = (
        add_picture(picture_file(), title=title, collection=organization.collection, description="A loom")
        for title in ("Kept", "Gone")
    )
    body = [
        {"type": "picture", "value": {"image": each.pk, "alt_text": "A loom", "caption": ""}} for each in (kept, gone)
    ]
    page = make_page("article", organization, owner=officer, image=gone, body=body)
    page.save_revision(user=officer)
    gone.delete()
    version = content_version_of(page, page.latest_revision)
    assert [picture.image for picture in shown_pictures(version)] == [kept]
    assert not Document.objects.filter(pk__in=files_of(version)[Document])


def test_a_page_without_files_is_read_without_a_query(warm, django_assert_num_queries):
    submission = Submission.objects.select_related("page", "revision").latest("pk")
    with django_assert_num_queries(0):
        prepare_shown_files(submission)
