"""The draft with which many tests of moderation and of the workspace begin, made once a process."""

from __future__ import annotations

from typing import Any

from tests.kept_rows import KeptRows
from tests.population import standing_member, standing_organization


def make_draft() -> Any:
    from tests.factories import make_page

    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    return make_page("update", organization, owner=officer, title="Six looms", text="Six looms came. We weave.")


DRAFT = KeptRows(make_draft)
