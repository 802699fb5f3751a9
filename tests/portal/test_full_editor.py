"""Wagtail's full editor in Neary's look: the way back, sending first, and the clock after sending."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.images.forms import get_image_form

from assets.models import Image
from tests.accounts.sign_in_helpers import sign_in
from tests.factories import make_page

pytestmark = pytest.mark.django_db
FORM = {"title": "Seven looms", "text": "Seven looms came.", "image": ""} | {
    f"comments-{name}": value
    for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", "")]
}


@pytest.fixture
def draft(organization: Any, officer: Any) -> Any:
    return make_page("update", organization, owner=officer, title="Looms", text="We weave.")


@pytest.mark.parametrize("role", ["officer", "editor"])
def test_every_screen_leads_back_to_the_workspace(
    role: str, client: Any, draft: Any, officer: Any, editor: Any
) -> None:
    sign_in(client, {"officer": officer, "editor": editor}[role])
    for address in (
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        reverse("wagtailadmin_explore", args=[draft.get_parent().pk]),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
    ):
        content = client.get(address).content.decode()
        assert re.search(r'class="back-to-work"><a href="/workspace/">', content), address
        # The menu is drawn by a script, from these words.
        assert '"Back to our work"' in content, address
        assert 'class="wordmark"' in content, address


def test_sending_is_the_button_and_saving_stands_in_its_menu(client: Any, draft: Any, officer: Any) -> None:
    sign_in(client, officer)
    content = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    footer = content.partition("<footer")[2]
    assert 0 < footer.index('name="action-send-for-review"') < footer.index("action-save")


def test_after_sending_the_editor_shows_when_an_answer_comes(client: Any, draft: Any, officer: Any) -> None:
    sign_in(client, officer)
    sent = client.post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), FORM | {"action-send-for-review": "1"}, follow=True
    )
    assert sent.redirect_chain[-1][0] == reverse("workspace:content-item", args=[draft.pk])
    assert 'class="clock' in sent.content.decode()


def test_a_chosen_picture_fills_in_its_title(administrator: Any) -> None:
    """Wagtail's script does it, by these attributes of the field."""
    field = str(get_image_form(Image)(user=administrator)["file"])
    assert 'data-controller="w-sync"' in field
    assert 'data-w-sync-target-value="#id_title"' in field
