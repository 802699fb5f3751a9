"""No form that a signed-in person may send to Wagtail's page editor ends in an error page."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from orgs.models import OrganizationHome, OrgContentPage
from tests.moderation.test_wagtail_screens import FORM, edit_url, sign_in

pytestmark = pytest.mark.django_db

__all__ = ["sign_in"]

CREATED = [
    model for model in OrgContentPage.__subclasses__() if model is not OrganizationHome and not model._meta.abstract
]
# What of a form no browser leaves out, or fills so.
BROKEN: dict[str, dict[str, str]] = {
    "nothing": {},
    "to publish": {"action-publish": "1"},
    "to be sent": {"title": "x", "action-send-for-review": "1"},
    "no list of blocks": FORM,
    "no number of blocks": FORM | {f"{name}-count": "many" for name in ("body", "people", "programme", "links")},
    "no block": FORM | {f"{name}-count": "1" for name in ("body", "people", "programme", "links")},
    "no place": FORM | {"body-count": "1", "body-0-deleted": "", "body-0-order": "x", "body-0-type": "table"},
    "no such block": FORM | {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "nothing"},
}


@pytest.mark.parametrize("model", CREATED, ids=lambda model: model.__name__)
def test_a_form_that_no_browser_sends_is_no_error(model: Any, sign_in: Any, officer: Any, organization: Any) -> None:
    home = organization.homes.get(locale__language_code="en").page
    client = sign_in(officer)
    address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, home.pk])
    pages = {address}
    if page := model.objects.first():
        pages.add(edit_url(page))
    for form in BROKEN.values():
        for each in pages:
            status = client.post(each, form).status_code
            assert status in (200, 302, 400, 404)


@pytest.mark.parametrize("text", ["", "...", " \n។\n"])
def test_an_update_without_a_word_is_told_so(
    text: str, sign_in: Any, officer: Any, organization: Any, make_page: Any
) -> None:
    draft = make_page("update", organization, owner=officer)
    empty = FORM | {"title": "", "text": text}
    for form in (empty, empty | {"action-send-for-review": "1"}):
        answer = sign_in(officer).post(edit_url(draft), form)
        assert "Write a title or a text." in answer.content.decode()
    assert Page.objects.get(pk=draft.pk).title
