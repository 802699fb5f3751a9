"""Answer times and reasons are kept by editors and administrators, and by nobody else; changes are logged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from moderation.models import AnswerTime, Reason
from moderation.timing.response_times import answer_within
from tests.accounts.sign_in_helpers import sign_in

TIMES, REASONS = "wagtailsnippets_moderation_answertime", "wagtailsnippets_moderation_reason"
NEW_REASON = {"slug": "too-long", "name_en": "It is too long.", "name_km": "វាវែងពេក។", "position": 99}


@pytest.fixture
def browser(request, portal):
    def of(who):
        client = Client()
        sign_in(client, request.getfixturevalue(who))
        return client

    return of


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_editors_set_the_times(browser, who, organization):
    client = browser(who)
    assert "Answer times" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse(f"{TIMES}:list")).status_code == 200
    row = AnswerTime.objects.get(tier="new", kind="")
    client.post(reverse(f"{TIMES}:edit", args=[row.pk]), {"tier": "new", "kind": "", "hours": 12})
    client.post(reverse(f"{TIMES}:add"), {"tier": "new", "kind": "event", "hours": 6})
    assert answer_within("new", "article") == dt.timedelta(hours=12)
    assert answer_within("new", "event") == dt.timedelta(hours=6)
    changes = ModelLogEntry.objects.filter(content_type__model="answertime").values_list("action", flat=True)
    assert sorted(changes) == ["wagtail.create", "wagtail.edit"]


@pytest.mark.parametrize("hours", ["0", "241", "-1", "x", "", "1.5"])
def test_hours_that_make_no_sense_are_refused_and_stay(browser, hours):
    row = AnswerTime.objects.get(tier="new", kind="")
    answer = browser("editor").post(
        reverse(f"{TIMES}:edit", args=[row.pk]), {"tier": "new", "kind": "", "hours": hours}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["hours"]
    row.refresh_from_db()
    assert row.hours == 48


def test_a_tier_and_kind_has_one_time(browser):
    answer = browser("editor").post(reverse(f"{TIMES}:add"), {"tier": "new", "kind": "", "hours": 6})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert AnswerTime.objects.filter(tier="new").count() == 1


def test_what_was_sent_keeps_its_promise(browser, waiting):
    promised = waiting.due_at
    AnswerTime.objects.update(hours=1)
    waiting.refresh_from_db()
    assert waiting.due_at == promised
    assert waiting.due_at > timezone.now()


def test_editors_keep_the_reasons(browser):
    client = browser("editor")
    assert client.post(reverse(f"{REASONS}:add"), NEW_REASON | {"is_offered": "on"}).status_code == 302
    reason = Reason.objects.get(slug="too-long")
    assert reason.is_offered
    client.post(reverse(f"{REASONS}:edit", args=[reason.pk]), NEW_REASON)
    reason.refresh_from_db()
    assert not reason.is_offered
    changes = ModelLogEntry.objects.filter(content_type__model="reason").values_list("action", flat=True)
    assert sorted(changes) == ["wagtail.create", "wagtail.edit"]


@pytest.mark.parametrize("who", ["officer", "manager"])
def test_members_find_nothing_there(browser, who):
    client = browser(who)
    assert "Answer times" not in client.get(reverse("wagtailadmin_home")).content.decode()
    row = AnswerTime.objects.get(tier="new", kind="")
    for name, arguments in (("list", []), ("add", []), ("edit", [row.pk]), ("delete", [row.pk])):
        assert client.get(reverse(f"{TIMES}:{name}", args=arguments)).status_code == 404
        assert client.post(reverse(f"{TIMES}:{name}", args=arguments), {"hours": 1}).status_code == 404
    assert client.post(reverse(f"{REASONS}:add"), NEW_REASON).status_code == 404
    row.refresh_from_db()
    assert row.hours == 48
    assert not Reason.objects.filter(slug="too-long").exists()
