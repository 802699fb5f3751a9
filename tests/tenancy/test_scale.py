"""A hundred organizations: what a member and an editor do costs the same as among ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.sign_in_helpers import sign_in
from tests.queries import queries_of

FEW = 2


@pytest.mark.parametrize("many", [12, pytest.param(100, marks=pytest.mark.drill)])
@pytest.mark.parametrize("role", ["officer", "manager", "editor"])
def test_the_explorer_and_the_editor_cost_the_same_among_many(
    role: str,
    many: int,
    client: Client,
    request: pytest.FixtureRequest,
    organization: Any,
    make_organization: Callable[..., Any],
    make_page: Callable[..., Any],
):
    page = make_page("article", organization)
    person = request.getfixturevalue(role)
    sign_in(client, person)
    urls = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailimages:index"),
    ]
    grow(make_organization, make_page, 0, FEW)
    few = {url: len(queries_of(client, url)) for url in urls}
    grow(make_organization, make_page, FEW, many)
    assert {url: len(queries_of(client, url)) for url in urls} == few


def grow(make_organization: Callable[..., Any], make_page: Callable[..., Any], start: int, end: int) -> None:
    for number in range(start, end):
        make_page("update", make_organization(f"circle-{number}"))
