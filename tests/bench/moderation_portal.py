"""One portal of the benchmarks of outbox and approval: submits and approves, and looks when it shows."""

from __future__ import annotations

import time
from typing import Any

import django

django.setup()

from accounts.models import User  # noqa: E402
from catalog.models import CatalogEntry  # noqa: E402
from feed.models import Activity  # noqa: E402
from home.organizations.page_tree import provision  # noqa: E402
from moderation.models import Submission  # noqa: E402
from moderation.services import approve, submit  # noqa: E402
from orgs.models import Organization  # noqa: E402
from orgs.services import set_editor, set_membership  # noqa: E402
from outbox.models import Event  # noqa: E402
from outbox.services import drain  # noqa: E402
from tests.bench.processes import answer  # noqa: E402
from tests.factories import make_page  # noqa: E402

SLUG = "bench"
TEXT = "Women of the commune met in the hall and spoke about the budget of the coming year."
PATIENCE = 60.0  # seconds


def handle(command: str, **options: Any) -> Any:
    return {"submit": submit_many, "pending": pending, "approve": approve_one, "cost": cost_of_approving}[command](
        **options
    )


def people() -> tuple[Organization, User, User]:
    """The organization, its officer and an editor; made at the first call."""
    organization = Organization.objects.filter(slug=SLUG).first() or provision(
        slug=SLUG, name_en="Bench", name_km="អង្គការសាកល្បង"
    )
    officer, is_new = User.objects.get_or_create(email="officer@bench.example.org", defaults={"language": "en"})
    editor, _ = User.objects.get_or_create(email="editor@bench.example.org", defaults={"language": "km"})
    if is_new:
        set_membership(officer, organization, "officer")
        set_editor(editor, True)
    return organization, officer, editor


def drain_all() -> None:
    while drain(limit=500):
        pass


def submit_many(count: int) -> int:
    """Write drafts, carry out what that brings about, and submit them; gives how many events then wait."""
    organization, officer, _ = people()
    pages = [make_page("update", organization, owner=officer, text=TEXT) for _ in range(count)]
    drain_all()
    for page in pages:
        submit(page, officer)
    return pending()


def pending() -> int:
    return Event.objects.pending().count()


def waiting() -> Submission:
    submit_many(1)
    return Submission.objects.filter(state=Submission.State.WAITING).latest("pk")


def approve_one() -> dict[str, float]:
    """Approve a submission while a worker runs: milliseconds of the call, and from its commit to being seen."""
    submission = waiting()
    wait_until(lambda: not pending())
    _, _, editor = people()
    began = time.perf_counter()
    approve(submission, editor)
    committed = time.perf_counter()
    wait_until(lambda: is_everywhere(submission.page_id))
    return {"call": (committed - began) * 1000, "seen": (time.perf_counter() - committed) * 1000}


def is_everywhere(page_id: int) -> bool:
    return CatalogEntry.objects.filter(pk=page_id).exists() and Activity.objects.filter(page_id=page_id).exists()


def cost_of_approving(count: int) -> list[float]:
    """Milliseconds of each of `count` approvals with all their effects, carried out here."""
    taken = []
    for _ in range(count):
        submission = waiting()
        drain_all()
        _, _, editor = people()
        began = time.perf_counter()
        approve(submission, editor)
        drain_all()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def wait_until(condition: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.005)


answer(handle)
