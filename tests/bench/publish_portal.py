"""One portal of the publishing benchmark: writes, publishes and carries out all effects of an article."""

from __future__ import annotations

import time

import django

django.setup()

from blog.models import ArticlePage  # noqa: E402
from orgs.models import Organization  # noqa: E402
from outbox.services import drain  # noqa: E402
from tests.bench.processes import answer  # noqa: E402

TEXT = "<p>Women of the commune met in the hall and spoke about the budget of the coming year.</p>" * 5


def publish(count: int) -> list[float]:
    """Milliseconds of each of `count` publications."""
    home = Organization.objects.get(slug="corpus-1").homes.get(locale__language_code="en").page
    taken = []
    for _ in range(count):
        page = ArticlePage(
            title="What the council decided", locale_id=home.locale_id, live=False, body=[("paragraph", TEXT)]
        )
        home.refresh_from_db()
        home.add_child(instance=page)
        revision = page.save_revision()
        while drain(limit=100):
            pass
        began = time.perf_counter()
        revision.publish()
        while drain(limit=100):
            pass
        taken.append((time.perf_counter() - began) * 1000)
    return taken


answer(publish)
