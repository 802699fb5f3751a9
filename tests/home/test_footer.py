"""The footer leads only to pages that are written."""

import pytest

from home.models import StandardPage

pytestmark = pytest.mark.django_db


def test_an_empty_portal_promises_no_page(client, portal):
    assert "/en/about/" not in client.get("/en/").content.decode()


def test_a_written_page_is_linked_in_its_own_language_alone(client, portal, drain):
    page = StandardPage(title="About Neary", slug="about", locale=portal["en"].locale)
    portal["en"].add_child(instance=page)
    page.save_revision().publish()
    drain()
    assert 'href="/en/about/"' in client.get("/en/").content.decode()
    assert "/km/about/" not in client.get("/km/").content.decode()
