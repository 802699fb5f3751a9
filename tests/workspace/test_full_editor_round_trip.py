"""What is written in a short form is the same after the full editor has saved it unchanged, over HTTP."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from orgs.models import OrgContentPage
from tests.workspace import test_help_form, test_update_form
from tests.workspace.typed_parts import value_of

FILLED = {"update": test_update_form.filled, "help": test_help_form.filled}
KEYS = re.compile(r' data-block-key="[a-z0-9]+"')
# What each save counts anew.
VOLATILE = {"latest_revision_created_at", "latest_revision", "has_unpublished_changes", "draft_title"}


def newest():
    page = OrgContentPage.objects.filter(organization_home=None).get()
    return page.get_latest_revision_as_object().serializable_data(), page.latest_revision_id


def said(content):
    """Return what a page says, without the keys that the full editor gives to paragraphs."""
    return {name: KEYS.sub("", str(value)) for name, value in content.items() if name not in VOLATILE}


def sent_by_full_editor(response):
    """Return what the full editor's form sends when nobody has changed a thing."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    data = {}
    for box in page.select("#page-edit-form [name]"):
        kind = box.get("type", "")
        is_off = kind in ("checkbox", "radio") and not box.has_attr("checked")
        if box.name == "button" or kind in ("submit", "file") or is_off:
            continue
        if box.name == "select" and box.has_attr("multiple"):
            data[box["name"]] = [option["value"] for option in box.select("option[selected]")]
        else:
            data.setdefault(box["name"], []).append(value_of(box))
    return data


@pytest.mark.parametrize("kind", FILLED)
def test_the_full_editor_changes_nothing(officers, kind):
    times = {"go_live_at": "05/12/2026 08:30", "expire_at": "06/12/2026 08:30"}
    officers.post(reverse(f"workspace:new-{kind}"), FILLED[kind]("draft", **times))
    before, revision = newest()
    address = reverse("wagtailadmin_pages:edit", args=[before["pk"]])
    assert officers.post(address, sent_by_full_editor(officers.get(address))).status_code == 302
    after, saved = newest()
    assert saved != revision
    assert said(after) == said(before)
