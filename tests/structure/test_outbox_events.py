"""Events of the outbox are declared in one place of a package, and something follows each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import TypedDict

import pytest

from outbox import EventKind, declare, handles, job
from outbox.checks import check_kinds_are_handled
from outbox.registry import registry
from tools import packages

# A package and what is done, in small letters.
NAME = re.compile(r"[a-z_]+\.[a-z_]+")


class BrokenPayload(TypedDict):
    """Nothing."""


@pytest.fixture
def changed_registry() -> Iterator[None]:
    with registry.restored():
        yield


def wrong_kinds() -> list[str | None]:
    return [error.id for error in check_kinds_are_handled()]


def test_something_follows_every_kind_or_it_is_said_why_not():
    assert check_kinds_are_handled() == []


def test_a_kind_that_nothing_follows_is_an_error(changed_registry):
    declare("tests.forgotten", BrokenPayload)
    assert wrong_kinds() == ["outbox.E001"]


@pytest.mark.parametrize("lost", ["handlers", "jobs"])
def test_a_kind_that_has_lost_its_handlers_or_its_job_is_an_error(changed_registry, lost):
    name = {"handlers": "page.published", "jobs": "mail.send"}[lost]
    del getattr(registry, lost)[name]
    assert wrong_kinds() == ["outbox.E001"]


def test_a_reason_is_enough_and_one_that_is_out_of_date_is_an_error(changed_registry):
    kind = declare("tests.for_the_record", BrokenPayload, unhandled_because="Only the log reads it.")
    assert wrong_kinds() == []
    handles(kind, name="tests.handler")(print)
    assert wrong_kinds() == ["outbox.E002"]


def test_a_job_is_as_good_as_a_handler(changed_registry):
    job(declare("tests.sent", BrokenPayload), name="tests.job")(print)
    assert wrong_kinds() == []


def test_every_kind_is_declared_in_a_module_for_it():
    """Elsewhere nobody would look for it, and a package that declares none need not be imported for it."""
    declared: list[EventKind] = []
    for package, folder in packages.folders().items():
        if (folder / "outbox_events.py").exists():
            module = import_module(f"{package}.outbox_events")
            declared += [value for value in vars(module).values() if isinstance(value, EventKind)]
    assert len(declared) > 20
    assert sorted(map(str, declared)) == sorted(registry.kinds)


def test_handlers_and_jobs_have_names_of_their_own():
    """A name is no module path, so that a handler that moves is not applied again to what still waits."""
    functions = {handler.name: handler.run for handlers in registry.handlers.values() for handler in handlers}
    functions |= {job.name: job.run for job in registry.jobs.values()}
    for name, function in functions.items():
        assert NAME.fullmatch(name), name
        assert name != f"{function.__module__}.{function.__qualname__}"
        assert name.split(".")[0] in packages.folders(), name
