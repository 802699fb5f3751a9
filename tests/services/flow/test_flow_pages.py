"""Kept pages of a whole portal: they come through a database that has hung up, and from the memory of a process."""

from __future__ import annotations

import pytest

from tests.services.flow.flow import Flow
from tests.services.flow.public import HOME
from tests.services.flow.visitor import Visitor

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("flow")]

ARTICLE = f"/en/{HOME}rights-of-weavers/"
HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""
# More than the web server has threads: each finds its own connection ended.
READERS = 16


def test_a_kept_page_comes_though_the_database_has_hung_up(served_flow: Flow) -> None:
    reader = Visitor(served_flow.portal.url)
    for _ in range(READERS):
        assert reader.get(ARTICLE).status == 200
    served_flow.portal.query(HANG_UP)
    answers = [reader.get(ARTICLE).status for _ in range(READERS)]
    assert answers == [200] * READERS
