"""The lists are whole: no address, model, kind or form is missing from them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import ChooserBlock
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex

from orgs.guard import access_scopes
from orgs.guard.access_scopes import INSIDE, PLAIN
from orgs.models import OrgContentPage
from orgs.pages.forms import OrgPageForm
from portal.access import RULES
from tests.accounts.sign_in_helpers import sign_in
from tests.factories import drain_outbox, make_page
from tests.tenancy.patterns import all_addresses
from tests.tenancy.scenario import make_side, organization_paths, values

GUARDED = [address for address in all_addresses() if address.is_behind_the_guard and address.view]

HOW_TO_JOIN = (
    "Say in <app>/access.py what it takes (OPEN) or why members do not reach it (CLOSED); docs/tenancy.md tells how."
)


def test_every_view_behind_the_guard_is_on_a_list():
    missing = [str(a) for a in GUARDED if a.view not in RULES.open and not RULES.why_closed(a.view)]
    assert not missing, f"{missing}: {HOW_TO_JOIN}"


def test_no_view_is_on_two_lists():
    assert not [view for view in RULES.open if RULES.why_closed(view)]


def test_no_list_names_a_view_that_is_not_there():
    views = {address.view for address in GUARDED}
    spaces = {view.rpartition(":")[0] + ":" for view in views}
    named = {*RULES.open, *RULES.closed, *RULES.disabled}
    assert not named - views - spaces


def test_every_value_in_an_address_is_declared():
    """An undeclared one is refused, so that a view would be open on paper only."""
    for address in GUARDED:
        takes = RULES.open.get(address.view)
        if isinstance(takes, dict):
            assert set(address.parameters) <= takes.keys(), f"{address}: {HOW_TO_JOIN}"


def test_every_kind_is_known():
    for view, takes in RULES.open.items():
        if isinstance(takes, dict):
            assert set(takes.values()) <= {PLAIN, INSIDE, *RULES.scopes}, view


def page_models() -> list[type[OrgContentPage]]:
    return [model for model in apps.get_models() if issubclass(model, OrgContentPage)]


@pytest.mark.parametrize("model", page_models(), ids=lambda model: model.__name__)
def test_the_editor_of_every_kind_of_page_asks_whom_its_choices_belong_to(model: Any):
    form_class = model.get_edit_handler().get_form_class()
    assert issubclass(form_class, OrgPageForm)
    for name, field in form_class.base_fields.items():
        if isinstance(field, ModelChoiceField):
            assert access_scopes.scope_of_model(field.queryset.model) in (None, *access_scopes.SCOPES), name
    for column in model._meta.get_fields():
        if isinstance(column, StreamField):
            for block in chooser_blocks(column.stream_block):
                assert access_scopes.scope_of_model(block.model_class) in (None, *access_scopes.SCOPES), column


def chooser_blocks(block: Any) -> list[Any]:
    children = getattr(block, "child_blocks", {}).values()
    below = [*children, *([block.child_block] if hasattr(block, "child_block") else [])]
    return [block] if isinstance(block, ChooserBlock) else [found for child in below for found in chooser_blocks(child)]


def test_the_scenario_has_a_row_of_every_model_that_has_an_organization(portal: Any):
    side = make_side("whole-circle", "Whole")
    drain_outbox()
    empty = [
        model._meta.label
        for model, path in organization_paths()
        if not values(model, **{path: side.organization.pk}) and not issubclass(model, OrgContentPage)
    ]
    assert not empty, f"{empty}: give tests/tenancy/scenario.py one, so that the matrix asks for it."


# Tokens against forgery, how long ago something was, and the version of the colours of all public organizations.
CHANGING = re.compile(
    r"threads\.\w+|[A-Za-z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+.(?:seconds?|minutes?)"
)
LISTS = sorted(
    {address.view for address in GUARDED if address.view in RULES.open and not address.parameters}
    - {"wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
)


def test_lists_are_the_same_without_the_others(portal: Any, time_machine: Any):
    """Not a title, and not a number, tells that others are there."""
    # Pages say what time it is.
    time_machine.move_to(timezone.now(), tick=False)
    own = make_side("own-circle", "Ourown")
    client = Client(raise_request_exception=False)
    sign_in(client, own.officer)
    before = {view: shown(client, view) for view in LISTS}
    foreign = make_side("hidden-circle", "Zzforeign")
    use(foreign.organization, own)
    # Every public organization may be named as a partner of an event.
    partner = re.compile(rf'\s*<option value="{foreign.organization.pk}">Zzforeign Circle</option>')
    for view in LISTS:
        now = shown(client, view)
        assert (partner.sub("", now) if view == "workspace:new-event" else now) == before[view], view


def test_uses_by_others_are_neither_named_nor_counted(portal: Any):
    own = make_side("own-circle", "Ourown")
    client = Client(raise_request_exception=False)
    sign_in(client, own.officer)
    # That of the scenario was withdrawn once: it is not deleted any more.
    fresh = make_page("update", own.organization, owner=own.officer)
    urls = [
        reverse("wagtailimages:index") + "?layout=list&ordering=-usage_count",
        reverse("wagtailimages:index") + "?usage_count_min=2",
        reverse("wagtailimages:edit", args=[own.image.pk]),
        reverse("wagtailimages:image_usage", args=[own.image.pk]),
        reverse("wagtailadmin_pages:usage", args=[own.live.pk]),
        reverse("wagtailadmin_pages:delete", args=[fresh.pk]),
    ]
    drain_outbox()
    assert {client.get(url).status_code for url in urls} == {200}
    before = [page_of(client, url) for url in urls]
    use(make_side("hidden-circle", "Zzforeign").organization, own)
    for url, was in zip(urls, before, strict=True):
        assert page_of(client, url) == was, url


def use(organization: Any, side: Any) -> None:
    """An editor's draft elsewhere shows a picture of this side's and refers to its event."""
    make_page("article", organization, title="Zzforeign use", image=side.image)
    make_page("event", organization, title="Zzforeign follow-up", follow_up=side.live, image=side.image)
    drain_outbox()
    assert ReferenceIndex.objects.filter(to_object_id=str(side.live.pk)).exists()


def shown(client: Client, view: str) -> str:
    """Return the page that a person sees, without tokens that change with every answer."""
    return page_of(client, reverse(view) + "?q=&term=z")


def page_of(client: Client, url: str) -> str:
    return CHANGING.sub("", client.get(url).content.decode())
