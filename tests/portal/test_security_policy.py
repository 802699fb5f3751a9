"""A public page lets a browser run the portal's own files and nothing else, and tell nobody where it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.accounts.sign_in_helpers import sign_in
from tests.factories import make_page

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


def policy_of(response: Any) -> dict[str, set[str]]:
    parts = (part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return {name: set(sources.split()) for name, sources in parts}


ADMIN = ["/admin/", "/admin/pages/{home}/", "/admin/pages/{page}/edit/", "/admin/images/", "/admin/reports/locked/"]
PREVIEWS = ["/admin/pages/{page}/view_draft/", "/admin/pages/{page}/revisions/{revision}/view/"]


def test_the_full_editor_runs_its_own_scripts_alone(client: Client, editor: Any, organization: Any) -> None:
    page = make_page("update", organization)
    sign_in(client, editor)
    names = {"page": page.pk, "home": page.get_parent().pk, "revision": page.latest_revision_id}
    for address in ADMIN:
        policy = policy_of(client.get(address.format(**names)))
        assert policy["default-src"] == {"'self'"} and policy["object-src"] == {"'none'"}
        assert policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == {"'self'"}
        assert policy["script-src"] == policy["style-src"] == {"'self'", "'unsafe-inline'"}
    for address in PREVIEWS:
        response = client.get(address.format(**names))
        assert response.status_code == 200, address
        assert "script-src" not in policy_of(response) and policy_of(response)["default-src"] == {"'self'"}


def test_no_address_is_without_a_policy(client: Client, organization: Any) -> None:
    for address in ("/accounts/login/", "/workspace/", "/admin/", "/admin/pages/1/view_draft/", "/api/v1/docs"):
        assert "default-src 'self'" in client.get(address)["Content-Security-Policy"]
