"""The portal of the guard's benchmark: an officer among a hundred organizations opens, edits and saves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from orgs.models import Organization  # noqa: E402
from orgs.pages.forms import OrgPageForm  # noqa: E402
from orgs.services import set_membership  # noqa: E402
from portal.access import TenantGuard  # noqa: E402
from tests.bench.processes import answer  # noqa: E402
from tests.factories import make_page  # noqa: E402

FORM = {
    "text": "Seven looms came.", "title": "Seven looms", "image": "", "next": "",
    **{f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")},
}  # fmt: skip

# Where the guard's work is done: at the door, and in the editor's form for what it refers to.
SEAMS: list[tuple[type[Any], str]] = [(TenantGuard, "process_view"), (OrgPageForm, "refuse_foreign")]


class GuardClock:
    """A clock that tells how long the guard has worked since it was last asked, in milliseconds."""

    def __init__(self) -> None:
        self.taken = 0.0
        for owner, name in SEAMS:
            setattr(owner, name, self.timed(getattr(owner, name)))

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.running():
                return function(*args, **kwargs)

        return timed

    @contextmanager
    def running(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.taken += (time.perf_counter() - began) * 1000

    def read(self) -> float:
        taken, self.taken = self.taken, 0.0
        return taken


def requests_of(organization: Organization, officer: User) -> dict[str, Callable[[Client], Any]]:
    draft = make_page("update", organization, owner=officer, title="Seven looms")
    explorer = reverse("wagtailadmin_explore", args=[draft.get_parent().pk])
    editor = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    return {
        "explorer, GET": lambda client: client.get(explorer),
        "editor, GET": lambda client: client.get(editor),
        # With its token: the check against forgery reads the form before the guard does.
        "editor, POST": lambda client: client.post(
            editor, FORM | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        ),
    }


def handle() -> dict[str, tuple[float, float]]:
    """One request of each kind: how long the guard took, and all of it (milliseconds)."""
    found = {}
    for kind, ask in REQUESTS.items():
        watch.read()
        began = time.perf_counter()
        response = ask(client)
        whole = (time.perf_counter() - began) * 1000
        assert response.status_code in (200, 302), (kind, response.status_code)
        found[kind] = (watch.read(), whole)
    return found


settings.ALLOWED_HOSTS = ["*"]
watch = GuardClock()
organization = Organization.objects.get(slug="corpus-1")
officer = User.objects.create_user("officer@example.org", "a long password", language="en")
set_membership(officer, organization, "officer")
client = Client(enforce_csrf_checks=True)
client.force_login(officer)
REQUESTS = requests_of(organization, officer)
answer(handle)
