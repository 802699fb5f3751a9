"""Wagtail's screens speak Khmer, in the portal's face."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse


@pytest.fixture
def dashboard(officer, client: Client) -> BeautifulSoup:
    officer.language = "km"
    officer.save()
    client.force_login(officer)
    return BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")


def test_members_read_the_admin_in_their_language(dashboard):
    assert dashboard.html["lang"] == "km"
    assert dashboard.find("a", string=lambda text: text and "គណនី" in text)


def test_the_admin_brings_a_khmer_face(dashboard):
    sheets = [link["href"] for link in dashboard.find_all("link", rel="stylesheet")]

    assert any("css/admin" in sheet for sheet in sheets)
    assert finders.find("fonts/neary-khmer.woff2")
