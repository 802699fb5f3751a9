"""Completeness: every way to send asks the same of every picture, and a missing answer is not taken for an answer."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page

from assets.models import Image
from assets.services import add_picture
from common.refusal import Refusal
from events.models import EventPage
from moderation.models import Submission
from moderation.rules.completeness import check_pictures, picture_questions, says_something
from moderation.services import approve, submit
from moderation.services.scheduling import run_due
from orgs.models import Organization
from orgs.pages.blocks import BodyBlock
from orgs.pages.registry import page_kinds
from orgs.services import clear_cached_rights
from tests.assets.files import picture_file
from tests.moderation.test_wagtail_screens import FORM, sign_in  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
STATES = Submission.State


@pytest.fixture
def picture(organization: Any) -> Any:
    """A picture of which nobody has said anything yet."""
    return add_picture(picture_file(), title="Loom", collection=organization.collection)


def answer(picture: Any, **said: str) -> None:
    Image.objects.filter(pk=picture.pk).update(**({"description": "A loom", "people": "none"} | said))


def places() -> list[tuple[type[Page], str]]:
    """Every field of every kind of page in which a picture can stand."""
    return [
        (model, field.name)
        for model in page_kinds().models
        for field in model._meta.concrete_fields
        if (isinstance(field, ForeignKey) and field.related_model is Image)
        or isinstance(getattr(field, "stream_block", None), BodyBlock)
    ]


def with_picture(model: type[Page], name: str, picture: Any, alt_text: str = "") -> Any:
    if isinstance(model._meta.get_field(name), StreamField):
        value = {"image": picture.pk, "alt_text": alt_text, "caption": ""}
        return model(title="A page", **{name: json.dumps([{"type": "picture", "value": value}])})
    return model(title="A page", **{name: picture})


def test_every_place_of_a_picture_is_asked_about(picture):
    assert {model._meta.label for model, _name in places()} >= {
        "blog.UpdatePage", "blog.ArticlePage", "blog.PublicationPage", "events.EventPage", "home.StandardPage"
    }  # fmt: skip
    for model, name in places():
        (asked,) = picture_questions(with_picture(model, name, picture))
        assert asked.asks_people
        assert asked.asks_alt_text != asked.asks_alt_text_of_page
    answer(picture)
    for model, name in places():
        assert not picture_questions(with_picture(model, name, picture, "A loom"))


def test_a_picture_that_only_a_row_beside_the_page_names_is_asked_about(picture, monkeypatch):
    """Whatever way leads from a page to a picture: what publishes files finds it, and so does the gate."""
    monkeypatch.setattr("orgs.pages.images.files_of", lambda page: {Image: {picture.pk}})
    assert picture_questions(EventPage(title="A page"))


@pytest.mark.parametrize("missing", [{"people": ""}, {"description": ""}, {"description": " \u200b\u2060"}])
def test_half_an_answer_is_none(missing, picture, make_page, organization, officer):
    answer(picture, **missing)
    with pytest.raises(Refusal, match="Loom") as refused:
        submit(make_page("update", organization, image=picture, owner=officer), officer)
    assert refused.value.code == "questions_open"


@pytest.mark.parametrize("words", ["", " ", "…", "\u200b", "\u17b4", "\u2060\ufeff", "-"])
def test_signs_that_nobody_reads_say_nothing(words):
    assert not says_something(words)
    assert says_something(f"{words}រោង") and says_something("A")


# The doors


@pytest.fixture
def draft(make_page, organization, officer, picture):
    return make_page("update", organization, owner=officer, image=picture, title="Six looms", text="Six looms came.")


def by_list(client: Any, page: Any, officer: Any) -> None:
    client.post(reverse("workspace:submit", args=[page.pk]))


def by_form(client: Any, page: Any, officer: Any) -> None:
    words = {"text": "Six looms came.", "photo": page.image_id, "language": "en", "action": "send"}
    client.post(reverse("workspace:edit-update", args=[page.pk]), words)


def by_questions(client: Any, page: Any, officer: Any) -> None:
    client.post(reverse("workspace:pictures", args=[page.pk]), {"action": "send"})


def by_full_editor(client: Any, page: Any, officer: Any) -> None:
    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        FORM | {"image": page.image_id, "action-send-for-review": "1"},
    )


def by_wagtails_button(client: Any, page: Any, officer: Any) -> None:
    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), FORM | {"image": page.image_id, "action-submit": "1"}
    )


def by_workflow(client: Any, page: Any, officer: Any) -> None:
    with pytest.raises(Refusal):
        page.get_workflow().start(page, officer)


def by_service(client: Any, page: Any, officer: Any) -> None:
    with pytest.raises(Refusal):
        submit(page, officer)


DOORS = (by_list, by_form, by_questions, by_full_editor, by_wagtails_button, by_workflow, by_service)


@pytest.mark.parametrize("tier", Organization.Tier.values)
def test_no_door_sends_a_picture_about_which_nothing_is_said(tier, draft, organization, officer, sign_in):  # noqa: F811
    Organization.objects.filter(pk=organization.pk).update(tier=tier)
    clear_cached_rights(officer)
    client = sign_in(officer)
    for door in DOORS:
        for hour in (None, timezone.now() + timedelta(days=1)):
            Page.objects.filter(pk=draft.pk).update(go_live_at=hour)
            door(client, Page.objects.get(pk=draft.pk).specific, officer)
            assert not Submission.objects.exists(), door.__name__
            assert not Page.objects.get(pk=draft.pk).live, door.__name__


def test_what_is_asked_is_asked_again_before_it_is_public(draft, picture, officer, editor):
    answer(picture)
    submission = submit(draft, officer)
    Image.objects.filter(pk=picture.pk).update(people="")
    with pytest.raises(Refusal):
        approve(submission, editor)
    assert not Page.objects.get(pk=draft.pk).live


def test_what_is_asked_is_asked_again_at_its_hour(draft, picture, officer, editor, time_machine):
    answer(picture)
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=officer)
    approve(submit(draft, officer), editor)
    Image.objects.filter(pk=picture.pk).update(people="")
    time_machine.move_to(timezone.now() + timedelta(days=2))
    run_due()
    assert not Page.objects.get(pk=draft.pk).live


def test_no_answer_is_not_taken_for_nobody(draft, picture, officer, sign_in):  # noqa: F811
    Image.objects.filter(pk=picture.pk).update(description="A woman weaves.")
    form = sign_in(officer).get(reverse("workspace:edit-update", args=[draft.pk])).context["form"]
    assert form["people"].value() == ""
    assert not picture.consent


def test_boxes_that_were_never_ticked_are_asked_about_again(picture):
    """Consent that was given stays; a box that was not ticked may mean both, and is asked again."""

    class Rows:
        def filter(self, **chosen):
            assert chosen == {"consent": True}
            return self

        def update(self, **new):
            assert new == {"people": "agreed"}

    class Apps:
        def get_model(self, *name):
            return type("Model", (), {"objects": Rows()})

    import_module("assets.migrations.0002_people").carry_consent_over(Apps(), None)
    assert apps.get_model("assets", "Image")._meta.get_field("people").default == ""


# What blocks require


@pytest.mark.parametrize(
    ("kind", "value", "named"),
    [
        ("heading", {"text": "", "level": "h2"}, "Heading"),
        ("quotation", {"text": " ", "source": ""}, "Quotation"),
        ("video", {"title": "A film", "url": "javascript:alert(1)"}, "Address"),
        ("document", {"document": None, "title": ""}, "Document"),
    ],
)
def test_what_a_block_requires_is_asked_by_the_service(kind, value, named, make_page, organization, officer):
    body = json.dumps([{"type": kind, "value": value}])
    page = make_page("article", organization, owner=officer, body=body)
    with pytest.raises(Refusal, match=named):
        submit(page, officer)


def test_looking_at_a_page_changes_nothing_of_it(make_page, organization, picture):
    answer(picture)
    blocks = [
        {"type": "picture", "id": "a", "value": {"image": picture.pk, "alt_text": "A loom", "caption": ""}},
        {"type": "table", "id": "b", "value": {"columns": [{"type": "text", "heading": "Where"}], "rows": []}},
    ]
    page = make_page("article", organization, body=json.dumps(blocks)).get_latest_revision_as_object()
    check_pictures(page)
    assert page.body.get_prep_value()[0]["value"] == blocks[0]["value"]
