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


@pytest.mark.parametrize("asked", ["/2012/05/%E1%9E%80/?p=7", "/2012/05/%E1%9E%80?p=8", "/2012/05/%E1%9E%80"])
def test_an_old_address_is_looked_up_in_one_query_with_its_query_string_first(client, portal, asked):
    Redirect.add_redirect("/2012/05/ក", redirect_to=portal["en"])
    Redirect.add_redirect("/2012/05/ក?p=7", redirect_to=portal["km"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(asked)
    expected = portal["km"] if asked.endswith("=7") else portal["en"]
    assert (response.status_code, response.url) == (301, expected.url)
    assert len([query for query in queries if "wagtailredirects" in query["sql"]]) == 1
