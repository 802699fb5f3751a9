"""An empty list of the workspace always offers what can be done next."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.structure.repository import REPOSITORY

TEMPLATES = REPOSITORY / "site" / "workspace" / "templates"
# A link to add a source stands above its list; the desk of the press stands beside its filters.
WITH_A_FORM = {"sources.html", "desk.html"}
FOR_EDITORS = ["queue", "applications", "profile-changes", "decisions", "reports", "move-ins", "press-clippings"]


def test_no_empty_state_leaves_its_link_out() -> None:
    without = {
        path.name for path in TEMPLATES.rglob("*.html") if re.search(r'empty\.html" with [^%]*url=""', path.read_text())
    }
    assert without <= WITH_A_FORM


@pytest.mark.parametrize("view", FOR_EDITORS)
def test_an_editors_empty_list_leads_on(editors, view):
    content = editors.get(reverse(f"workspace:{view}")).content.decode()
    (empty,) = re.findall(r'<div class="empty">.*?</div>', content, re.S)
    assert 'href="/workspace/' in empty
