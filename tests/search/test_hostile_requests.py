"""No text is an error at any door: page, feed, suggestions, API."""

import pytest

from tests.search.hostile import hostile

pytestmark = pytest.mark.django_db
DOORS = ["/en/search/", "/km/search/", "/en/search/feed.atom", "/en/search/suggestions/", "/api/v1/search"]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_answers_hostile_queries(add, client, door):
    add("silk", "ស្ត្រី")
    for text in hostile()[:: 8 if door != "/api/v1/search" else 1]:
        answer = client.get(door, {"q": text.encode("utf-8", "replace").decode()})
        assert answer.status_code == 200, ascii(text)


@pytest.mark.parametrize("door", DOORS[:4])
@pytest.mark.parametrize("name", ["organization", "type", "topic", "place", "from", "to", "language", "order", "page"])
def test_every_other_parameter_may_be_nonsense(add, client, door, name):
    for value in ("\x00", "'", "9" * 40, "-1", "៣", "<b>", "a" * 3000, "%s", "2026-13-45", "0000"):
        assert client.get(door, {"q": "silk", name: value}).status_code == 200, (name, value)


def test_what_no_database_holds_is_not_put_together_either(add, client):
    add("silk")
    assert client.get("/en/search/?q=silk&organization=a%%0000").status_code == 200


@pytest.mark.parametrize("door", ["/en/%00", "/km/silk%00/", "/api/v1/pages/%00", "/en/organizations/a%00/", "/%00"])
def test_no_address_has_what_no_database_holds(add, client, door):
    assert client.get(door).status_code == 404
