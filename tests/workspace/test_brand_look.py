"""The colours of an organization: squares to choose from, and a look at the page before it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from moderation.models import ProfileChange
from orgs.models import Organization
from tests.queries import queries_of
from vocabulary.colour import LEAST_CONTRAST, brand_shades, contrasts
from workspace.organization.brand_preview import THREADS, colours_css

PROFILE, LOOK = reverse("workspace:profile"), reverse("workspace:brand-look")
LAC, INK = "#a3322a", "#1f3f8a"


@pytest.fixture
def managers(sign_in: Any, manager: Any) -> Any:
    return sign_in(manager)


def form_of(client: Any, **typed: str) -> dict[str, Any]:
    """Return what the form sends when she changes nothing but this."""
    form = BeautifulSoup(client.get(PROFILE).content, "html.parser").select_one("main form")
    fields = {box["name"]: box.get("value", "") for box in form.select("input[value]:not([type=radio])")}
    fields |= {box["name"]: box["value"] for box in form.select("input[type=radio][checked]")}
    fields |= {box["name"]: box.get_text().strip() for box in form.select("textarea")}
    return {name: fields[name] for name in fields if not name.startswith("csrf")} | typed


def colour_after(client: Any, organization: Any, **typed: str) -> str:
    client.post(PROFILE, form_of(client, **typed))
    change = ProfileChange.objects.filter(organization=organization).order_by("pk").last()
    return str(change.after["colour"]) if change else Organization.objects.get(pk=organization.pk).colour


@pytest.mark.django_db
def test_the_box_that_was_changed_counts(managers: Any, organization: Any) -> None:
    Organization.objects.filter(pk=organization.pk).update(colour=LAC)
    assert colour_after(managers, organization) == LAC
    assert colour_after(managers, organization, thread=INK) == INK
    assert colour_after(managers, organization, colour="#0a6e4b") == "#0a6e4b"


@pytest.mark.django_db
def test_no_other_thread_is_taken(managers: Any, organization: Any) -> None:
    answer = managers.post(PROFILE, form_of(managers, thread="#123456"))
    assert answer.status_code == 200 and not ProfileChange.objects.exists()


@pytest.mark.django_db
def test_a_look_stores_nothing_and_keeps_what_was_typed(managers: Any, organization: Any) -> None:
    content = managers.post(
        PROFILE, form_of(managers, thread=INK, description_en="We dye.", action="look")
    ).content.decode()
    assert "colours.css?new=%231f3f8a" in content and "We dye." in content
    assert not ProfileChange.objects.exists()
    assert Organization.objects.get(pk=organization.pk).colour != INK


@pytest.mark.django_db
def test_a_script_asks_for_the_look_alone(managers: Any) -> None:
    content = managers.get(LOOK, {"colour": INK}).content.decode()
    assert "colours.css?new=%231f3f8a" in content and "<html" not in content
    assert "to 1 by day" in content
    for colour in ("", "red", "#12345", "#1f3f8a}body{display:none"):
        assert managers.get(LOOK, {"colour": colour}).status_code == 404


@pytest.mark.django_db
def test_it_is_for_managers(sign_in: Any, officer: Any) -> None:
    assert sign_in(officer).get(LOOK, {"colour": INK}).status_code == 404


@pytest.mark.django_db
def test_the_form_costs_no_queries_for_its_colours(managers: Any) -> None:
    managers.get(PROFILE)
    assert len(queries_of(managers, PROFILE)) <= 18


def test_only_colours_enter_the_stylesheet() -> None:
    css = colours_css({"new": INK, "before": "red;}body{display:none", "o-law": LAC})
    assert ".o-new_{--thread:" in css and "body" not in css and ".o-before_" not in css and "o-law" not in css
    assert all(f".o-thread_{name}{{" in css for name, _colour, _label in THREADS)


def test_every_thread_can_be_read_day_and_night() -> None:
    for _name, colour, _label in THREADS:
        assert min(contrasts(brand_shades(colour))) >= LEAST_CONTRAST


@pytest.mark.django_db
def test_an_editor_sees_the_page_and_no_code(managers: Any, organization: Any, sign_in: Any, editor: Any) -> None:
    managers.post(PROFILE, form_of(managers, thread=INK))
    change = ProfileChange.objects.get()
    content = sign_in(editor).get(reverse("workspace:profile-change", args=[change.pk])).content.decode()
    shown = BeautifulSoup(content, "html.parser").main.get_text()
    assert INK not in shown and change.before["colour"] not in shown
    assert 'class="live o-before_"' in content and 'class="live o-after_"' in content
