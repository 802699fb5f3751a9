"""Checks of the portal that was restored."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.services.flow.people import PEOPLE
from tests.services.flow.visitor import Visitor
from tests.services.total_loss.machine import Machine
from tests.services.total_loss.population import PUBLICITY, SECRET_WORD, read_expected
from tests.services.total_loss.writing import Written

PUBLIC_PLACES = ("/en/", "/en/activity/", "/en/activity/feed.atom", "/en/publications/", "/en/organizations/corpus-1/")


def lost(machine: Machine, notes: list[Written]) -> list[Written]:
    """Return the pages that were committed once and are not there."""
    there = {page for (page,) in machine.query("SELECT id FROM wagtailcore_page")}
    return [written for written in notes if written.page not in there]


def check_files(machine: Machine) -> int:
    """Check that every file of a row is there with its own bytes, and return how many there are."""
    count = 0
    for table in ("assets_document", "assets_image"):
        for name, digest in machine.query(f"SELECT file, file_hash FROM {table}"):
            content = (machine.data / "files" / name).read_bytes()
            assert hashlib.sha1(content).hexdigest() == digest, name
            count += 1
    for (name,) in machine.query("SELECT file FROM assets_rendition"):
        assert (machine.data / "files" / name).exists(), name
    return count


def check_privacy(machine: Machine) -> None:
    """Check that strangers get what is public, and nothing else."""
    expected, stranger = read_expected(machine.data.parent), Visitor(machine.url)
    for address in expected["drafts"]:
        assert stranger.get(address).status == 404, address
    for address in every(expected["kept"], 100):
        assert stranger.get(address).status == 404, address
    for address in expected["shown"]:
        assert stranger.get(address).status == 200, address
    for address in PUBLIC_PLACES:
        page = stranger.get(address)
        assert page.status == 200 and SECRET_WORD not in page.text, address
    found = stranger.get(f"/api/v1/search?q={SECRET_WORD}")
    assert found.status == 200 and not found.json()["results"], found.text[:500]
    opened = machine.query(f"SELECT {', '.join(PUBLICITY)} FROM assets_filepublicity")
    assert {tuple(row) for row in expected["opened"]} == set(opened)


def every(addresses: list[str], at_most: int) -> list[str]:
    """Return so many of a list, from all its parts."""
    return addresses[:: max(1, len(addresses) // at_most)]


def check_sign_in(machine: Machine) -> None:
    """Check that everybody signs in by password and, where she has one, by her second factor."""
    for role in PEOPLE:
        answer = Visitor(machine.url).sign_in(role)
        assert answer.status == 200 and "/accounts/" not in answer.path, f"{role}: {answer.status} {answer.url}"


def unsettled(machine: Machine) -> int:
    """Return how many events wait, or were given up."""
    return int(machine.query("SELECT count(*) FROM outbox_event WHERE state IN (0, 2)")[0][0])


def secret_key(variables: Path) -> str:
    """Return the SECRET_KEY that a restore has laid down."""
    lines = dict(line.partition("=")[::2] for line in variables.read_text().splitlines() if "=" in line)
    return lines["SECRET_KEY"].strip("'\"")
