"""The page on how the portal is: administrators alone see it, and it says what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from operations.alerts import watch
from operations.metrics.samples import RecentRequests, add_requests

ADDRESS = reverse("portal-status")


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    """The second factor has its own tests."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]


@pytest.mark.parametrize("who", ["officer", "manager", "editor"])
def test_nobody_else_knows_of_it(client, request, portal, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == 404


def test_strangers_sign_in_first(client, portal) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_it_says_what_is_wrong_and_what_to_do(client, portal, administrator, settings) -> None:
    client.force_login(administrator)
    settings.ALERT_DISK_FREE_PERCENT = 0
    fine = client.get(ADDRESS).content.decode()
    assert "Everything is fine." in fine and "act now" not in fine
    settings.ALERT_DISK_FREE_PERCENT = 101
    wrong = client.get(ADDRESS).content.decode()
    assert "Room on the disks: act now" in wrong and "larger disk" in wrong and "limit 101 %" in wrong
    assert "Everything is fine." not in wrong


def test_its_figures_have_khmer_digits_for_a_reader_of_khmer(client, portal, administrator, settings) -> None:
    administrator.language = "km"
    administrator.save()
    client.force_login(administrator)
    settings.ALERT_DISK_FREE_PERCENT = 101
    add_requests(RecentRequests(requests=1234, errors=0, milliseconds=1000), timezone.now())
    text = BeautifulSoup(client.get(ADDRESS).content, "html.parser").find("main").get_text(" ")
    assert "១០១ %" in text and "១.២៣៤" in text
    assert re.search("[0-9]", text) is None, re.findall(".{30}[0-9]+.{30}", text)


def test_it_draws_the_last_day_and_costs_a_fixed_number_of_queries(client, portal, administrator) -> None:
    client.force_login(administrator)
    now = timezone.now()
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    add_requests(RecentRequests(requests=123, errors=4, milliseconds=1000), now)
    watch.look(now)
    with CaptureQueriesContext(connection) as more:
        page: Any = client.get(ADDRESS).content.decode()
    assert "At most 123, last 123." in page and "At most 4, last 4." in page
    assert page.count('class="plot"') == 5
    # Beside each drawing stand its numbers, as text.
    assert page.count("All hours as a table") == 5
    rows = [f'<th scope="row">{timezone.localtime(now).hour}</th><td class="number">{many}</td>' for many in (123, 4)]
    assert all(row in page for row in rows)
    assert len(more) == len(few) <= 32
