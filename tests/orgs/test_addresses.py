"""The addresses that new pages get."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from blog.models import ArticlePage

pytestmark = pytest.mark.django_db


def test_two_pieces_of_one_title_get_two_addresses(client: Client, organization: Any, officer: Any) -> None:
    """Reports have the same title every month."""
    home = organization.homes.get(locale__language_code="en").page
    client.force_login(officer)
    for _month in range(2):
        fields = nested_form_data({"title": "Our month", "summary": "", "body": streamfield([]), **no_comments()})
        answer = client.post(f"/admin/pages/add/blog/articlepage/{home.pk}/", fields)
        assert answer.status_code == 302

    slugs = ArticlePage.objects.child_of(home).order_by("pk").values_list("slug", flat=True)

    assert list(slugs) == ["our-month", "our-month-2"]


def no_comments() -> dict[str, Any]:
    return {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}}
