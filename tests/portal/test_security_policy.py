"""What a public page lets a browser do: run the portal's own files and nothing else, and tell nobody where it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PATHS = [
    "",
    "organizations/",
    "events/",
    "events/month/",
    "publications/",
    "topics/",
    "activity/",
    "help/",
    "search/?q=silk",
]
PATHS += ["follow/?topic=law", "join/", "how-we-check/", "offline/", "no-such-page/", "organizations/silk-weavers/"]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_inline_and_nobody_else_s(client: Client, organization: Any, path: str) -> None:
    response = client.get(f"/en/{path}")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert not {"script-src", "style-src", "connect-src", "font-src"} & set(policy), "They follow the default"
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed == {"'self'", "'none'", "data:"}
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
