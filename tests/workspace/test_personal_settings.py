"""Pages shown to a person alone: the face of an organization that is hidden from everybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assets.services import add_picture
from tests.assets import files

HOME, THREADS = reverse("workspace:home"), reverse("workspace:brand-css")


@pytest.fixture
def hidden(organization: Any) -> Any:
    image = add_picture(files.picture_file(), title="Logo", collection=organization.collection)
    organization.logo, organization.is_hidden = image, True
    organization.save()
    return organization


def test_members_of_a_hidden_organization_see_its_colour(officers, hidden, client):
    assert f'href="{THREADS}"' in officers.get(HOME).content.decode()
    response = officers.get(THREADS)
    assert response["Content-Type"] == "text/css"
    assert "no-store" in response["Cache-Control"]
    assert f".o-{hidden.slug}{{--thread:{hidden.brand_light}}}" in response.content.decode()
    assert client.get(THREADS).status_code == 302


def test_and_its_logo(sign_in, manager, hidden, stranger, client):
    theirs = sign_in(manager)
    logo = hidden.logo.get_rendition("fill-144x144|format-webp").url
    assert logo in theirs.get(reverse("workspace:profile")).content.decode()
    assert theirs.get(logo).status_code == 200
    hidden.status = "suspended"
    hidden.save()
    assert sign_in(manager).get(logo).status_code == 200
    assert (stranger.get(logo).status_code, client.get(logo).status_code) == (404, 404)


def test_others_get_none_of_it(stranger, hidden):
    assert f'href="{THREADS}"' not in stranger.get(HOME).content.decode()
    assert hidden.slug not in stranger.get(THREADS).content.decode()
