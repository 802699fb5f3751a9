"""References in the page editor's form: pictures, documents and pages, in fields, blocks and links."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets.models import Document, Image
from orgs.permissions import memberships
from tests.accounts.sign_in_helpers import sign_in
from tests.assets.files import picture_file

COMMENTS = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
ARTICLE = {"title": "Looms", "slug": "looms", "summary": "Of looms.", "image": "", "body-count": "1", **COMMENTS}


def block(kind: str, values: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """One block of a body, as the editor posts it."""
    prefix = f"body-{number}"
    head = {f"{prefix}-deleted": "", f"{prefix}-order": str(number), f"{prefix}-type": kind, f"{prefix}-id": ""}
    return head | {f"{prefix}-{name}": value for name, value in values.items()}


def picture_block(pk: int) -> dict[str, Any]:
    return block("picture", {"value-image": pk, "value-alt_text": "A loom", "value-caption": ""})


def document_block(pk: int) -> dict[str, Any]:
    return block("document", {"value-document": pk, "value-title": ""})


def linked_text(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """A paragraph with a link, as the rich text editor posts it."""
    content = {
        "blocks": [
            {
                "key": "a", "text": "here", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": data}},
    }  # fmt: skip
    return block("paragraph", {"value": json.dumps(content)})


@pytest.fixture
def foreign(make_page: Any, other_organization: Any) -> dict[str, Any]:
    where = {"collection": other_organization.collection}
    return {
        "page": make_page("article", other_organization, title="Zzforeign draft"),
        "image": Image.objects.create(title="Zzforeign picture", file=picture_file(), **where),
        "document": Document.objects.create(title="Zzforeign", file=ContentFile(b"words", name="a.txt"), **where),
    }


@pytest.fixture
def own(make_page: Any, organization: Any, officer: Any) -> Any:
    return make_page("article", organization, owner=officer, title="Looms")


@pytest.fixture
def at_desk(client: Client, officer: Any) -> Client:
    sign_in(client, officer)
    return client


FOREIGN = {
    "field": lambda foreign: {"image": foreign["image"].pk, "body-count": "0"},
    "picture block": lambda foreign: picture_block(foreign["image"].pk),
    "document block": lambda foreign: document_block(foreign["document"].pk),
    "link to a page": lambda foreign: linked_text("LINK", {"id": foreign["page"].pk, "url": "/", "parentId": 1}),
    "link to a document": lambda foreign: linked_text("DOCUMENT", {"id": foreign["document"].pk, "url": "/"}),
    "beside a field that fails": lambda foreign: picture_block(foreign["image"].pk) | {"title": ""},
    "in a field that fails": lambda foreign: {
        **picture_block(foreign["image"].pk),
        **block("video", {"value-title": "", "value-url": "no address"}, 1),
        "body-count": "2",
    },
    "garbage": lambda foreign: {"body-0-type": "picture"},
    "no number": lambda foreign: picture_block("all"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("how", FOREIGN)
@pytest.mark.parametrize("view", ["edit", "preview_on_edit", "add", "preview_on_add"])
def test_what_is_anothers_does_not_exist(at_desk: Client, own: Any, foreign: Any, how: str, view: str):
    args = [own.pk] if view.endswith("edit") else ["blog", "articlepage", own.get_parent().pk]
    response = at_desk.post(reverse(f"wagtailadmin_pages:{view}", args=args), ARTICLE | FOREIGN[how](foreign))
    assert response.status_code == 404
    assert b"Zzforeign" not in response.content


def test_what_is_hers_is_taken(at_desk: Client, own: Any, organization: Any):
    picture = Image.objects.create(title="Loom", file=picture_file(), collection=organization.collection)
    url = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert at_desk.post(url, ARTICLE | picture_block(picture.pk)).status_code == 302
    own.refresh_from_db()
    assert own.get_latest_revision_as_object().body[0].value["image"] == picture


def test_autosave_answers_in_json(at_desk: Client, own: Any):
    url = reverse("wagtailadmin_pages:edit", args=[own.pk])
    response = at_desk.post(url, ARTICLE | {"body-count": "0"}, headers={"accept": "application/json"})
    assert response.status_code == 200
    assert response.json()["success"]


def test_a_kind_of_object_costs_one_query(at_desk: Client, own: Any, organization: Any, officer: Any):
    pictures = [
        Image.objects.create(title=f"Loom {n}", file=picture_file(), collection=organization.collection)
        for n in range(3)
    ]
    data = ARTICLE | {"body-count": "3"}
    for number, picture in enumerate(pictures):
        data |= {key.replace("body-0", f"body-{number}"): value for key, value in picture_block(picture.pk).items()} | {
            f"body-{number}-order": str(number)
        }
    form_class = type(own).get_edit_handler().get_form_class()
    form = form_class(data, instance=own, for_user=officer, parent_page=own.get_parent().specific)
    memberships(officer)
    with CaptureQueriesContext(connection) as captured:
        form.refuse_foreign()
    assert len([query for query in captured if "organization" in query["sql"]]) == 1


def test_a_hidden_organization_is_not_offered_as_a_partner(
    at_desk: Client, make_page: Any, organization: Any, make_organization: Any
):
    make_organization("hidden", name_en="Zzhidden Circle", is_hidden=True)
    make_organization("open", name_en="Open Circle")
    event = make_page("event", organization)
    content = at_desk.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    assert "Open Circle" in content
    assert "Zzhidden" not in content
