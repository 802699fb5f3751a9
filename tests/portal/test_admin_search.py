"""The admin's search finds what was written, and writing costs the same however much stands there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.index import insert_or_update_object
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_by_its_title(organization, make_page, drain):
    page = make_page("article", organization, title="Looms for sale")
    drain()
    assert [hit.pk for hit in Page.objects.search("looms")] == [page.pk]


def test_a_write_never_reads_other_rows(organization, make_page):
    page = make_page("article", organization)
    with CaptureQueriesContext(connection) as queries:
        insert_or_update_object(page)
    touching = [query["sql"] for query in queries if "indexentry" in query["sql"] and "INSERT" not in query["sql"]]
    assert touching
    assert all("object_id" in sql for sql in touching), touching
    assert not any("AVG(" in sql for sql in touching)
