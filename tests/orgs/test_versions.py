"""A page with the content of one of its revisions: what the page itself has is not looked for, and stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
LOOKED_FOR = ("accounts_user", "wagtailcore_locale", "django_content_type", "orgs_organization")


def test_no_row_is_looked_for_that_no_revision_changes(make_page: Any, organization: Any, officer: Any) -> None:
    page = make_page("update", organization, owner=officer, text="Six looms.").specific
    revision = page.latest_revision
    with CaptureQueriesContext(connection) as captured:
        page.with_content_json(revision.content)
    asked = [query["sql"] for query in captured.captured_queries]
    assert asked and not [sql for sql in asked if any(f'FROM "{table}"' in sql for table in LOOKED_FOR)]


def test_a_version_has_the_keys_of_its_page(make_page: Any, organization: Any, officer: Any, manager: Any) -> None:
    page = make_page("update", organization, owner=officer, text="Six looms.").specific
    kept = page.latest_revision.content | {"owner": manager.pk, "organization": 999, "locale": 999, "text": "Seven."}
    version = page.with_content_json(kept)
    assert (version.owner_id, version.locale_id) == (officer.pk, page.locale_id)
    assert (version.organization_id, version.text) == (organization.pk, "Seven.")
