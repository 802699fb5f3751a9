"""Publishing a page later, and until a day, from its short form."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from khmer.numbers import numerals
from moderation.models import Submission
from moderation.services import approve
from orgs.models import OrgContentPage
from tests.factories import drain_outbox
from tests.workspace import test_event_form, test_help_form, test_publication_form
from tests.workspace.typed_parts import TypedForm

# Noon in Cambodia: the container's own time is another one.
NOON = dt.datetime(2026, 3, 8, 5, tzinfo=dt.UTC)
MIDNIGHT = "12/03/2026 00:30"
FILLED = {
    "update": lambda: {"text": "Six looms came to our house.", "language": "en", "token": str(uuid4())},
    "event": test_event_form.filled,
    "help": test_help_form.filled,
    "publication": test_publication_form.filled,
}
KINDS = [*FILLED, "article"]


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def new(kind):
    return reverse(f"workspace:new-{kind}")


def newest():
    return OrgContentPage.objects.filter(organization_home=None).get().get_latest_revision_as_object()


def details(response):
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return page.find(attrs={"name": "go_live_at"}).find_parent("details")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_planned_by_its_short_form(officers, kind):
    typed = {"go_live_at": MIDNIGHT, "expire_at": numerals("1/4/2026 8:00", "km")}
    if kind == "article":
        form = TypedForm(officers, new(kind))
        form.data |= {"title": ["Six looms"], "language": ["en"]} | {name: [text] for name, text in typed.items()}
        form.press("draft")
    else:
        officers.post(new(kind), FILLED[kind]() | typed | {"action": "draft"})
    page = newest()
    assert page.go_live_at == dt.datetime(2026, 3, 11, 17, 30, tzinfo=dt.UTC)
    assert page.expire_at == dt.datetime(2026, 4, 1, 1, 0, tzinfo=dt.UTC)
    shown = details(officers.get(reverse(f"workspace:edit-{kind}", args=[page.pk])))
    assert shown.has_attr("open") and shown.find(attrs={"name": "go_live_at"})["value"] == MIDNIGHT


def test_its_boxes_are_closed_as_long_as_they_are_empty(officers):
    assert not details(officers.get(new("update"))).has_attr("open")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"go_live_at": "08/03/2026 11:59"}, "This time has passed."),
        ({"expire_at": "07/03/2026 08:00"}, "This time has passed."),
        ({"go_live_at": "12/03/2026 08:00", "expire_at": "12/03/2026 08:00"}, "It would end before it is public."),
        ({"go_live_at": "12/03/2096 08:00"}, "2036"),
        ({"go_live_at": "12/03/2026"}, "hour"),
    ],
)
def test_a_wrong_time_is_refused_and_stays_in_the_open_box(officers, typed, told):
    response = officers.post(new("update"), FILLED["update"]() | typed | {"action": "draft"})
    shown = details(response)
    assert told in shown.find(class_="error").get_text() and shown.has_attr("open")
    assert all(shown.find(attrs={"name": name})["value"] == text for name, text in typed.items())
    assert not OrgContentPage.objects.filter(organization_home=None).exists()


def test_it_waits_for_its_editor_and_then_for_its_time(officers, editors, editor):
    officers.post(new("update"), FILLED["update"]() | {"go_live_at": MIDNIGHT, "action": "send"})
    submission = Submission.objects.get()
    home = reverse("workspace:home")
    assert "Once it is approved, it becomes public on 12 March 2026" in officers.get(home).content.decode()
    desk = editors.get(reverse("workspace:review", args=[submission.pk])).content.decode()
    assert "Planned: public from 12 March 2026" in desk
    approve(submission, editor)
    shown = officers.get(home).content.decode()
    assert "It becomes public on 12 March 2026" in shown and "Once it is approved" not in shown
    page = OrgContentPage.objects.get(pk=submission.page_id)
    for minute, is_public in ((29, False), (31, True)):
        with time_machine.travel(dt.datetime(2026, 3, 11, 17, minute, tzinfo=dt.UTC), tick=False):
            call_command("publish_scheduled", verbosity=0)
            drain_outbox()
        page.refresh_from_db()
        assert page.live is is_public


def test_a_time_is_taken_out_by_emptying_its_box(officers):
    post = FILLED["update"]()
    officers.post(new("update"), post | {"go_live_at": MIDNIGHT, "expire_at": "01/04/2026 08:00", "action": "draft"})
    officers.post(reverse("workspace:edit-update", args=[newest().pk]), post | {"action": "draft"})
    assert (newest().go_live_at, newest().expire_at) == (None, None)


@pytest.fixture
def over(make_page, organization, officer):
    """A draft of which both times have passed, the first to the second."""
    passed = {"go_live_at": NOON - dt.timedelta(days=9, seconds=7), "expire_at": NOON - dt.timedelta(days=1)}
    return make_page("update", organization, owner=officer, text="Six looms came to our house.", **passed)


def test_a_draft_keeps_times_that_have_passed(officers, over):
    form = TypedForm(officers, reverse("workspace:edit-update", args=[over.pk]))
    assert form.data["go_live_at"] == [""] and form.data["expire_at"] == ["07/03/2026 12:00"]
    form.data["text"] = ["Seven looms came to our house."]
    assert form.press("draft").status_code == 302
    page = newest()
    assert page.text.startswith("Seven")
    assert (page.go_live_at, page.expire_at) == (over.go_live_at, over.expire_at)


def test_what_has_ended_is_sent_only_with_a_later_end_or_none(officers, over):
    form = TypedForm(officers, reverse("workspace:edit-update", args=[over.pk]))
    form.press("send")
    assert any("This time has passed" in told for told in form.errors())
    form.data["expire_at"] = [""]
    form.press("send")
    assert Submission.objects.get().revision.as_object().expire_at is None
    assert newest().expire_at is None and timezone.now() == NOON
