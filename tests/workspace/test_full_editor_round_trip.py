"""What is written in a short form is the same after the full editor has saved it unchanged, over HTTP, and back."""

from __future__ import annotations

import datetime as dt
import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.blocks.base import get_error_json_data

from assets.models import Document
from orgs.models import OrgContentPage
from tests.workspace import test_event_form, test_help_form, test_publication_form, test_update_form
from tests.workspace.conftest import photo
from tests.workspace.full_editor_form import sent_by_full_editor
from tests.workspace.test_event_form import WHOLE, rows
from tests.workspace.typed_parts import TypedForm
from vocabulary.models import Institution

# In a stream the quotation marks are those of JSON.
KEYS = re.compile(r' data-block-key=\\?"[a-z0-9]+\\?"')
# What each save counts anew.
VOLATILE = {"latest_revision_created_at", "latest_revision", "has_unpublished_changes", "draft_title"}
TIMES = {"go_live_at": "05/12/2026 08:30", "expire_at": "06/12/2026 08:30"}


@pytest.fixture
def senate(db):
    return Institution.objects.create(slug="senate-of-test", name_en="Senate", name_km="ព្រឹទ្ធសភា")


def write_update(officers, **_others):
    officers.post(reverse("workspace:new-update"), test_update_form.filled("draft", **TIMES))


def write_help(officers, **_others):
    officers.post(reverse("workspace:new-help"), test_help_form.filled("draft", **TIMES))


def write_publication(officers, senate, **_others):
    said = {
        "upload": test_publication_form.pdf(),
        "findings": "Few have\n\n- a stall\n- a roof",
        "other_recommendations": "Go on.",
        "issued_on": "05/12/2025",
        "authors": "Sokha",
    }
    written = test_publication_form.filled("draft", rows=[("Lower the fee.", senate.pk)], **said, **TIMES)
    officers.post(reverse("workspace:new-publication"), written)


def write_event(officers, senate, other_organization, **_others):
    said = {
        "about": "We show <all> our looms & silk.\r\n\r\nYear\tWomen\r\n2026\t12\r\n\r\nCome.",
        "theme": "Silk",
        "summary": "A day of silk.",
        "other_partners": "The market",
        "findings": "- One",
        "other_recommendations": "Go on.",
        "judging": "By three.",
        "hashtags": "#silk",
        "new_material": test_event_form.text_file(),
    }
    said |= rows("programme", {"time": "8:30", "until": "9:00", "what": "Welcome"}, {"time": "9:00", "what": "Looms"})
    said |= rows("guests", {"role": "Weaver", "name": "Sokha"})
    said |= rows("links", {"title": "In the press", "url": "https://example.org/a", "kind": "press"})
    said |= rows("partners", {"organization": str(other_organization.pk)})
    said |= rows("participants", {"kind": "ngo"} | WHOLE)
    said |= rows("entries", {"rank": "1", "title": "Six looms", "people": "The weavers", "agreed": "on"})
    said |= rows("recommendations", {"text": "Lower the fee.", "institution": str(senate.pk)})
    response = officers.post(reverse("workspace:new-event"), test_event_form.filled("draft", **said))
    assert response.status_code == 302, response.context["form"].errors


def write_article(officers, **_others):
    form = TypedForm(officers, reverse("workspace:new-article"))
    form.data |= {"title": ["Six looms"], "summary": ["In short."]}
    form.type(form.parts[0][1], text="We **weave**.\n\n- silk & [cotton](https://example.org/?a=1&b=2)\n- wool")
    form.add("heading", text="What we learned")
    form.add("picture", file=photo(), alt_text="A loom.", people="none")
    form.add("quotation", text="We can.", source="A weaver")
    form.add("video", title="Looms", url="https://example.org/watch")
    form.add("document", file=test_event_form.text_file(), title="Minutes")
    key = form.add("text", text="Year\tWomen\n2026\t12")
    form.press(f"part:table {key}")
    assert form.press("draft").status_code == 302, form.errors()


KINDS = {
    "update": write_update,
    "help": write_help,
    "publication": write_publication,
    "event": write_event,
    "article": write_article,
}


def newest():
    page = OrgContentPage.objects.filter(organization_home=None).get()
    return page.get_latest_revision_as_object().serializable_data(), page.latest_revision_id


def said(content):
    """Return what a page says, without the keys that the full editor gives to paragraphs, and numbers of rows."""
    content = dict(content)
    for row in content.get("participants", ()):
        row["pk"] = None
    return {name: KEYS.sub("", in_order(value)) for name, value in content.items() if name not in VOLATILE}


def different(after, before):
    """Return the fields in which two contents say something else."""
    before, after = said(before), said(after)
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def in_order(value):
    """Return a value as text, the parts of each block of a stream in order of their names."""
    is_stream = isinstance(value, str) and value.startswith("[{")
    return json.dumps(json.loads(value), sort_keys=True) if is_stream else str(value)


def wrong(response):
    """Return what the full editor has refused, also in the blocks of its streams."""
    errors = response.context["form"].errors.as_data()
    return {name: [get_error_json_data(error) for error in said] for name, said in errors.items()}


def save_in_full_editor(officers, page):
    address = reverse("wagtailadmin_pages:edit", args=[page])
    opened = officers.get(address)
    response = officers.post(address, sent_by_full_editor(opened, type(opened.context["page"])))
    assert response.status_code == 302, wrong(response)


def save_in_short_form(officers, kind, page):
    form = TypedForm(officers, reverse(f"workspace:edit-{kind}", args=[page]))
    assert form.press("draft").status_code == 302, form.errors()


def assert_nothing_changes(officers, kind, before, revision):
    """Save the page in the full editor and then in the short form, both unchanged."""
    for save in (save_in_full_editor, lambda client, page: save_in_short_form(client, kind, page)):
        save(officers, before["pk"])
        after, saved = newest()
        assert saved != revision
        assert different(after, before) == {}
        revision = saved


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_short_form_writes_is_the_same(officers, senate, other_organization, kind):
    KINDS[kind](officers, senate=senate, other_organization=other_organization)
    assert_nothing_changes(officers, kind, *newest())


def rich_page(kind, organization, senate):
    """Return the fields of a page as the full editor alone can write it."""
    done = {"kind": "sent", "day": "2026-01-05", "note": "", "document": None, "link": ""}
    step = {"type": "item", "value": done, "id": str(uuid4())}
    value = {"text": "Lower the fee.", "institution": senate.pk, "steps": [step]}
    linked = '<p data-block-key="a1b2c">See <a href="https://example.org/">this</a> and <b>that</b>.</p>'
    count = {"title": "Who came", "women": 3, "men": 1, "options": [], "total": None}
    document = Document.objects.create(
        title="Minutes", file=test_event_form.text_file(), collection=organization.collection
    )
    body = [("heading", {"text": "Looms", "level": "h3"}), ("paragraph", linked), ("count", count)]
    stored = {
        "findings": linked,
        "recommendations": linked,
        "addressed_recommendations": json.dumps([{"type": "recommendation", "value": value, "id": str(uuid4())}]),
    }
    return {
        "article": {"body": body},
        "publication": {**stored, "document": document},
        "event": {
            **stored,
            "starts_at": dt.datetime(2027, 1, 5, 8, 30, tzinfo=dt.UTC),
            "ends_at": dt.datetime(2027, 1, 5, 9, 30, tzinfo=dt.UTC),
            "body": body,
            "programme": [("item", {"day": None, "time": dt.time(8), "until": None, "what": "Welcome"})],
            "materials": [("document", {"document": document, "title": ""})],
        },
    }[kind]


@pytest.mark.parametrize("kind", ["article", "publication", "event"])
def test_what_the_full_editor_writes_is_the_same(officers, make_page, organization, officer, senate, kind):
    page = make_page(kind, organization, owner=officer, **rich_page(kind, organization, senate))
    assert_nothing_changes(officers, kind, *newest_of(page, officer))


def newest_of(page, officer):
    page.save_revision(user=officer)
    return newest()
