"""Headers, refusals and limits that all answers of the API have in common."""

import pytest
import time_machine

from common import cached_rate_limit
from tests.entries import make_entries

pytestmark = pytest.mark.django_db
TOPICS = "/api/v1/topics"


@pytest.fixture
def limited(settings):
    """At most three questions a minute, counted in memory."""
    settings.API_REQUESTS_A_MINUTE = 3
    settings.CACHES = settings.CACHES | {"counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    from django.core.cache import caches

    caches["counts"].clear()
    yield
    cached_rate_limit.breaker.reset()


def test_what_a_program_has_is_not_sent_again(client, organization):
    make_entries(organization, 1, title="Silk")
    first = client.get("/api/v1/search?q=silk")
    again = client.get("/api/v1/search?q=silk", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    make_entries(organization, 1, title="Silk again")
    assert client.get("/api/v1/search?q=silk", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert "Accept-Language" in first["Vary"]


def test_head_gives_what_get_would(client, portal):
    got, head = client.get(TOPICS), client.head(TOPICS)

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("path", [TOPICS, "/api/v1/search?q=x", "/api/v1/pages/1", "/api/v1/nothing"])
def test_any_page_may_read_and_none_may_write(client, portal, path):
    assert client.get(path)["Access-Control-Allow-Origin"] == "*"
    asked = client.options(path, headers={"Origin": "https://else.example", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in asked
    assert client.post(path).status_code == 405


def test_other_pages_are_not_for_every_page(client, portal):
    assert "Access-Control-Allow-Origin" not in client.get("/en/search/?q=x")


def test_whoever_asks_too_often_waits(client, portal, limited):
    with time_machine.travel("2026-11-24T09:00:20Z", tick=False) as clock:
        assert [client.get(TOPICS).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get(TOPICS)
        assert refused["Retry-After"] == "40"
        assert refused.json()["detail"]
        assert refused["Access-Control-Allow-Origin"] == "*"
        assert client.get(TOPICS, REMOTE_ADDR="10.0.0.2").status_code == 200
        clock.shift(40)
        assert client.get(TOPICS).status_code == 200


def test_behind_a_proxy_addresses_are_told_apart_and_cannot_be_invented(client, portal, limited, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(3):
        assert client.get(TOPICS, headers={"X-Forwarded-For": f"1.1.1.{number}, 2.2.2.2"}).status_code == 200
    assert client.get(TOPICS, headers={"X-Forwarded-For": "1.1.1.9, 2.2.2.2"}).status_code == 429
    assert client.get(TOPICS, headers={"X-Forwarded-For": "2.2.2.3"}).status_code == 200


def test_without_a_cache_nobody_is_refused(client, portal, limited, settings):
    settings.CACHES = settings.CACHES | {
        "counts": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    assert {client.get(TOPICS).status_code for _ in range(6)} == {200}
