"""The style page shows every component that stands alone, in both scripts; the public never sees it."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from portal.styles import styles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_draws_the_components(portal: object, language: str) -> None:
    request = RequestFactory().get("/styles/", {"language": language})
    html = styles(request).content.decode()
    for sign in ("alert good", 'class="clock"', 'class="cloth"', 'class="empty"', 'class="event"', 'class="field bad"'):
        assert sign in html
    assert f'<html lang="{language}">' in html


def test_the_public_does_not_see_it(client: Client) -> None:
    assert client.get("/styles/").status_code == 404
