"""The root sends readers without a language to one; nothing else is ever led below the languages."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "language"), [("km", "km"), ("km-KH,en;q=0.5", "km"), ("en-GB", "en"), ("fr", "en")]
)
def test_the_root_leads_to_the_readers_language(client, portal, wanted, language):
    response = client.get("/", headers={"Accept-Language": wanted}, follow=True)
    assert response.redirect_chain == [(f"/{language}/", 302)]
    assert response.status_code == 200


def test_a_cache_keeps_the_languages_apart(client, portal):
    assert "Accept-Language" in client.get("/")["Vary"]


@pytest.mark.parametrize(
    "path", ["/nothing/", "/organizations/", "/api/v1/nothing", "/accounts/nothing/", "/files/nothing"]
)
def test_what_is_not_there_is_not_looked_for_below_a_language(client, portal, path):
    assert client.get(path).status_code == 404
