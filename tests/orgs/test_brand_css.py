"""Organizations' colours reach pages by one stylesheet whose address changes with them."""

import pytest
from django.urls import reverse

from orgs.brand_css import brand_css_context, brand_stylesheet, fingerprint

pytestmark = pytest.mark.django_db


def test_the_stylesheet_is_kept_for_ever_under_its_own_fingerprint(client, organization):
    address = brand_css_context(None)["brand_css_url"]()
    response = client.get(address)
    assert response["Content-Type"] == "text/css"
    assert "immutable" in response["Cache-Control"]
    assert f".o-{organization.slug}{{--thread:{organization.brand_light}}}" in response.content.decode()


def test_a_changed_colour_has_a_new_address_and_the_old_one_still_answers(client, organization):
    old = fingerprint(brand_stylesheet())
    organization.colour = "#00aa55"
    organization.save()
    assert fingerprint(brand_stylesheet()) != old
    response = client.get(reverse("brand_css", args=[old]))
    assert organization.brand_light in response.content.decode()
    assert "immutable" not in response["Cache-Control"]
