"""Servers of a group of tests end after its last test, and not before."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from tests.group_servers import ENDED, GroupServers
from tests.structure.repository import REPOSITORY


def item(group: str) -> Mock:
    marker = SimpleNamespace(args=[group]) if group else None
    return Mock(get_closest_marker=lambda name: marker if name == "xdist_group" else None)


def carried_out(hook) -> None:
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(None)


@pytest.mark.parametrize(
    ("group", "following", "ends"),
    [("flow", "flow", False), ("flow", "browser", True), ("flow", "", True), ("flow", None, True), ("", "flow", False)],
)
def test_they_end_where_the_group_ends(group, following, ends):
    plugin, portal, others = GroupServers(), Mock(argname="served_flow"), Mock(argname="postgresql")
    for fixture in (portal, others):
        carried_out(plugin.pytest_fixture_setup(fixture, "request"))

    carried_out(plugin.pytest_runtest_teardown(item(group), None if following is None else item(following)))

    assert portal.finish.called == ends
    assert not others.finish.called


def test_each_of_them_is_a_fixture():
    """A fixture that was renamed would run on unnoticed."""
    sources = "".join(path.read_text() for path in REPOSITORY.glob("tests/*/**/conftest.py"))
    assert {name for name in ENDED if f"def {name}(" not in sources} == set()
