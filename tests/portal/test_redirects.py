"""Redirects of pages that moved: looked up where a page may have stood, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

PAGELESS = ["/admin/nowhere/", "/workspace/nowhere/", "/accounts/nowhere/", "/api/v1/nowhere"]


@pytest.mark.parametrize("address", ["/en/organizations/gone/", "/km/organizations/gone/articles/", "/old-site.html"])
def test_a_page_that_moved_is_found_at_its_old_address(client, portal, address):
    Redirect.add_redirect(address, redirect_to=portal["en"])
    response = client.get(address)
    assert (response.status_code, response.url) == (301, portal["en"].url)


@pytest.mark.parametrize("address", PAGELESS)
def test_nothing_is_looked_up_where_no_page_ever_stood(client, portal, officer, address):
    client.force_login(officer)
    Redirect.add_redirect(address, redirect_to=portal["en"])
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 404
    assert not [query["sql"] for query in asked if "redirect" in query["sql"]]
