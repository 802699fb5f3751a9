"""The order in which pytest-xdist hands out tests: by group, and without one by file.

Its own scheduler by groups takes each other test by itself, asks after each of them for all that there were, and sends
them one by one. Tests of one file also need the same rows and the same pages of the process's memory.
"""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling


class FileScheduling(LoadGroupScheduling):
    """A scheduler whose units of work are groups and files."""

    def _split_scope(self, nodeid: str) -> str:
        """Return the unit to which a test belongs."""
        scope = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if scope == nodeid else scope
