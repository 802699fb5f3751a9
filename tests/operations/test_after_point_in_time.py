"""After PostgreSQL itself was restored to a time: people erased since then are erased again."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from moderation.models import HeldDecision
from moderation.services import hold_decision, submit
from orgs.models import Organization, PublicVersion
from tests.factories import make_page
from tests.operations.conftest import OwnPortal
from tests.population import EDITOR
from tests.template_database import POPULATED


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def after(moment: Any) -> str:
    return run("restore_backup", "--after-point-in-time", moment.isoformat())


def hold_one() -> HeldDecision:
    """Return a decision of the editor that is held at the time to which the database was restored."""
    organization = Organization.objects.filter(memberships__role="officer").first()
    assert organization
    officer = User.objects.filter(memberships__organization=organization, memberships__role="officer").get()
    page = make_page("update", organization, owner=officer, title="Six looms", text="Six looms came.")
    return hold_decision(submit(page, officer), User.objects.get(email=EDITOR), HeldDecision.Decision.APPROVE)


def test_who_was_erased_since_goes_again(own_portal: OwnPortal, settings: Any) -> None:
    run("backup")
    before = timezone.now()
    run("person", EDITOR, "--erase", "--yes", "--anyway")
    own_portal.use(POPULATED)  # as PostgreSQL would leave it
    version = set(PublicVersion.objects.values_list("mark", flat=True))

    held = hold_one()
    assert User.objects.filter(email=EDITOR).exists()
    told = after(timezone.now())
    assert User.objects.filter(email=EDITOR).exists()
    # Her undoing may be among what was lost: it is not carried out.
    held.refresh_from_db()
    assert "restored" in held.why_dropped
    after(before)

    assert not User.objects.filter(email=EDITOR).exists()
    assert "The portal is up to date with its database of " in told
    assert version != set(PublicVersion.objects.values_list("mark", flat=True))


def test_a_time_to_come_is_refused(own_portal: OwnPortal, settings: Any) -> None:
    run("backup")
    people = User.objects.count()
    with pytest.raises(CommandError, match="is in the future"):
        after(timezone.now() + timedelta(hours=1))
    with pytest.raises(CommandError, match="is not a time"):
        run("restore_backup", "--after-point-in-time", "yesterday")
    assert User.objects.count() == people
    assert not list(Path(settings.DATA).glob("restored.env"))
