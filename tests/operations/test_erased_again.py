"""A restored backup brings nobody back: neither a follower who left, nor names that were given at an erasure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from feed.follow.services import delete_follower, unfollow
from feed.models import Follow, Follower
from moderation.models import Report
from operations.models import Erasure
from operations.personal_data.erasure.records import read_records
from operations.personal_data.retention import configuration
from orgs.models import Organization
from outbox.models import Event
from outbox.services import drain
from tests.operations.conftest import OwnPortal
from tests.population import EDITOR

HER_ADDRESS, STAYS = "chenda.left@example.org", "bopha.stays@example.org"
KHMER_NAME, PHONE = "ចិន្តា សុខ", "012 555 0199"
MARKS = (HER_ADDRESS, KHMER_NAME, "555 0199", "5550199")


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def follow(email: str) -> Follower:
    """Make a follower of two organizations, as one who confirmed both."""
    follower = Follower.objects.create(email=email, language="en")
    for organization in Organization.objects.order_by("pk")[:2]:
        when = "2026-11-01T00:00Z"
        Follow.objects.create(follower=follower, organization=organization, requested_at=when, confirmed_at=when)
    return follower


def report(text: str) -> Report:
    return Report.objects.create(organization=Organization.objects.first(), kind="other", title="A page", text=text)


def stored(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that a reader of the database or of the backups' place could look into."""
    connection.close()
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("neary.sqlite3"):
            yield path.name, path.name.encode() + path.read_bytes()
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            yield name, repr(cursor.fetchall()).encode()
    connection.close()


@pytest.fixture
def portal(own_portal: OwnPortal, settings: Any) -> OwnPortal:
    """A portal with three followers, one of whom has an account, and of which there is a backup."""
    for email in (HER_ADDRESS, EDITOR, STAYS):
        follow(email)
    report(f"{KHMER_NAME} answers {PHONE}.")
    run("backup")
    return own_portal


def test_who_left_by_her_link_stays_away(portal: OwnPortal) -> None:
    left = Follower.objects.get(email=HER_ADDRESS)
    delete_follower(left.pk, left.key)
    last = Follower.objects.get(email=EDITOR)
    assert [unfollow(last, each.pk) for each in last.follows.all()] == [True, False]
    still = Follower.objects.get(email=STAYS)
    assert unfollow(still, still.follows.first().pk)
    drain()
    assert Erasure.objects.filter(model="feed.Follower", reach="rows").count() == 2
    assert not [name for name, content in stored(portal.folder) if HER_ADDRESS.encode() in content]

    run("restore_backup", "--replace")

    assert list(Follower.objects.values_list("email", flat=True)) == [STAYS]
    assert Follow.objects.count() == 2
    # She left the mails, not the portal.
    assert User.objects.filter(email=EDITOR).exists()


def test_who_left_before_the_backup_and_came_back_stays(portal: OwnPortal) -> None:
    left = Follower.objects.get(email=HER_ADDRESS)
    delete_follower(left.pk, left.key)
    drain()
    follow(HER_ADDRESS)
    run("backup")
    run("restore_backup", "--replace")
    assert Follower.objects.filter(email=HER_ADDRESS).exists()


def test_names_and_numbers_given_at_an_erasure_are_looked_for_again(portal: OwnPortal, settings: Any) -> None:
    before = Report.objects.get()
    # Only the text names her in the backup: no row of it has her address.
    left = Follower.objects.get(email=HER_ADDRESS)
    run("person", "not.here@example.org", "--erase", "--yes", "--name", KHMER_NAME, "--phone", PHONE)
    delete_follower(left.pk, left.key)
    drain()
    marks = [mark.encode() for mark in (*MARKS, KHMER_NAME.encode("unicode-escape").decode())]
    assert not [name for name, content in stored(portal.folder) if any(mark in content for mark in marks)]
    assert not Event.objects.filter(kind="erasure.record").exclude(payload={}).exists()
    assert (KHMER_NAME, PHONE) in {
        (name, phone)
        for record in read_records(configuration.make_vault())
        for name in record.names
        for phone in record.phones
    }

    run("restore_backup", "--replace")
    drain()

    assert Report.objects.get(pk=before.pk).text == "[removed] answers [removed]."


def test_an_earlier_erasure_that_reached_further_is_not_forgotten(portal: OwnPortal) -> None:
    run("person", HER_ADDRESS, "--erase", "--yes", "--name", KHMER_NAME)
    again = follow(HER_ADDRESS)
    delete_follower(again.pk, again.key)
    drain()
    assert sorted(Erasure.objects.values_list("reach", flat=True)) == ["all", "rows"]

    run("restore_backup", "--replace")

    assert not Follower.objects.filter(email=HER_ADDRESS).exists()
    assert Report.objects.get().text == f"[removed] answers {PHONE}."
