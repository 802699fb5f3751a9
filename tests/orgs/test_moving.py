"""A page is moved within its organization; to another it never changes hands."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page

from tests.accounts.sign_in_helpers import sign_in


def home_of(organization):
    return organization.homes.get(locale__language_code="en").page


@pytest.fixture
def page(make_page, organization):
    return make_page("article", organization)


def test_nobody_moves_it_to_another_organization(page, other_organization):
    with pytest.raises(PermissionDenied):
        Page.objects.get(pk=page.pk).move(home_of(other_organization), pos="last-child")
    assert Page.objects.get(pk=page.pk).get_parent().pk != home_of(other_organization).pk


def test_within_its_organization_it_is_moved(page, organization):
    Page.objects.get(pk=page.pk).move(home_of(organization), pos="first-child")
    assert Page.objects.get(pk=page.pk).get_parent().pk == home_of(organization).pk


def test_an_administrator_gets_no_such_form(client, administrator, page, other_organization):
    sign_in(client, administrator)
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home_of(other_organization).pk])
    assert client.post(url).status_code == 302
    assert Page.objects.get(pk=page.pk).get_parent().pk != home_of(other_organization).pk


def test_a_copy_belongs_to_the_organization_in_which_it_stands(page, other_organization):
    copy = page.copy(to=home_of(other_organization), keep_live=False)
    assert copy.organization == other_organization
