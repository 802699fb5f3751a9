"""Ends portals and servers with the last test of the group (`xdist_group`) that needs them.

Nobody asks them any more, but for the rest of the run their workers would look for work and Elasticsearch tidy up: a
twentieth of a processor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

# Fixtures of the whole session that go on working when nobody asks. PostgreSQL and Redis rest, and others need them.
ENDED = {"elasticsearch", "embedded_session", "served_session", "embedded_flow", "served_flow"}


class GroupServers:
    """A pytest plugin for processes of pytest-xdist, which run the tests of one group after another."""

    def __init__(self) -> None:
        self.running: list[tuple[pytest.FixtureDef[Any], Any]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any], request: Any) -> Iterator[None]:
        """Remember each fixture that is to end with its group."""
        made = yield
        if fixturedef.argname in ENDED:
            self.running.append((fixturedef, request))
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        """End the fixtures that are remembered where the next test is of another group or of none."""
        done = yield
        group = group_of(item)
        if group and (nextitem is None or group_of(nextitem) != group):
            while self.running:
                fixturedef, request = self.running.pop()
                fixturedef.finish(request)
        return done


def group_of(item: pytest.Item) -> str:
    """Return the name of the test's group, or nothing."""
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else ""
