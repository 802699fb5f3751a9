"""The message that an officer reads after sending says what became of her page, whichever way she sent it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from moderation.models import Submission
from moderation.services import approve, submit
from orgs.models import Organization
from tests.accounts.sign_in_helpers import trust
from tests.factories import make_page
from tests.moderation.test_wagtail_screens import FORM

pytestmark = pytest.mark.django_db
WAITS, PUBLIC, LATER = "Sent for review.", "It is published.", "It becomes public on"
SAID = {WAITS, PUBLIC, LATER}


def by_list(client: Any, page: Any) -> str:
    return client.post(reverse("workspace:submit", args=[page.pk]), follow=True).content.decode()


def by_form(client: Any, page: Any) -> str:
    form = {"text": page.text, "language": "en", "action": "send", "go_live_at": typed_time(page)}
    return client.post(reverse("workspace:edit-update", args=[page.pk]), form, follow=True).content.decode()


def by_questions(client: Any, page: Any) -> str:
    return client.post(reverse("workspace:pictures", args=[page.pk]), {"action": "send"}, follow=True).content.decode()


def by_full_editor(client: Any, page: Any) -> str:
    form = FORM | {"text": page.text, "title": page.title, "go_live_at": typed_time(page)}
    form |= {"action-send-for-review": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True).content.decode()


def typed_time(page: Any) -> str:
    return timezone.localtime(page.go_live_at).strftime("%Y-%m-%d %H:%M") if page.go_live_at else ""


WAYS = (by_list, by_form, by_questions, by_full_editor)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("tier", "is_later", "said"),
    [("new", False, WAITS), ("verified", True, WAITS), ("trusted", False, PUBLIC), ("trusted", True, LATER)],
)
def test_the_words_follow_what_happened(way, tier, is_later, said, officers, officer, organization):
    trust(organization, officers)
    Organization.objects.filter(pk=organization.pk).update(tier=tier)
    hour = timezone.now() + timedelta(days=2) if is_later else None
    page = make_page("update", organization, owner=officer, title="Six looms", text="Six looms came.", go_live_at=hour)
    content = way(officers, page)
    alerts = content.partition("<main")[2] or content
    assert said in content
    assert not [other for other in SAID - {said} if other in alerts.partition("</h1>")[0]]
    assert Page.objects.get(pk=page.pk).live == (said == PUBLIC)
    assert (Submission.objects.get().state == "waiting") == (said == WAITS)


def test_who_wants_no_mails_is_promised_none(officers, officer, organization, draft):
    officer.decision_mails = False
    officer.save()
    content = by_list(officers, draft)
    assert "You will get a mail" not in content and "You will see the answer here" in content


def test_what_was_decided_meanwhile_is_told_as_that(officers, officer, editor, organization):
    """The answer to her first tap was lost; until the second an editor has decided."""
    form = {
        "text": "Six looms came.",
        "language": "en",
        "action": "send",
        "token": "7f9c24e5-2b8f-4f0b-8c39-6a7d5d1f0e11",
    }
    officers.post(reverse("workspace:new-update"), form, follow=True)
    approve(Submission.objects.get(), editor)
    content = officers.post(reverse("workspace:new-update"), form, follow=True).content.decode()
    assert PUBLIC in content and WAITS not in content


def test_what_is_refused_is_said_to_be_kept(officers, draft, officer, editor):
    approve(submit(draft, officer), editor)
    form = {"text": draft.text, "language": "en", "action": "send"}
    content = officers.post(reverse("workspace:edit-update", args=[draft.pk]), form, follow=True).content.decode()
    assert "Nothing has changed since it was published." in content and "It is saved as a draft." in content
    assert WAITS not in content and PUBLIC not in content


@pytest.mark.parametrize("way", WAYS)
def test_a_trusted_officer_without_a_second_factor_waits_until_she_has_one(way, officers, officer, organization):
    Organization.objects.filter(pk=organization.pk).update(tier="trusted")
    home = officers.get(reverse("workspace:home")).content.decode()
    assert "you sign in without a second step" in home and reverse("mfa_activate_totp") in home
    assert "this is public as soon as" not in officers.get(reverse("workspace:new-update")).content.decode()
    first, second = (make_page("update", organization, owner=officer, text="Six looms came.") for _time in range(2))
    assert WAITS in way(officers, first)
    trust(organization, officers)
    assert PUBLIC in way(officers, second)
    assert "you sign in without a second step" not in officers.get(reverse("workspace:home")).content.decode()


@pytest.mark.parametrize("tier", ["new", "trusted"])
def test_nothing_promises_a_review_to_the_trusted(tier, officers, organization, draft):
    trust(organization, officers)
    Organization.objects.filter(pk=organization.pk).update(tier=tier)
    is_trusted = tier == "trusted"
    for address in (
        reverse("workspace:new-update"),
        reverse("workspace:edit-update", args=[draft.pk]),
        reverse("workspace:home"),
        reverse("workspace:content-item", args=[draft.pk]),
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
    ):
        content = officers.get(address).content.decode()
        assert ("Send for review" in content) == (not is_trusted), address
        assert not (is_trusted and "An editor will answer" in content), address
    content = officers.get(reverse("workspace:new-update")).content.decode()
    assert ("this is public as soon as you send it" in content) == is_trusted


@pytest.mark.parametrize(
    ("tier", "said"), [("new", "An editor will review it again."), ("trusted", "The new day is public.")]
)
def test_verifying_a_service_says_what_came_of_it(tier, said, officers, officer, organization):
    page = make_page("help", organization, live=True, owner=officer, verified_on=date(2026, 1, 1))
    trust(organization, officers)
    Organization.objects.filter(pk=organization.pk).update(tier=tier)
    content = officers.post(reverse("workspace:verify-help-service", args=[page.pk]), follow=True).content.decode()
    assert said in content


@pytest.mark.parametrize(
    ("tier", "is_later", "subject", "words"),
    [
        ("new", False, "Published: ", "An editor has approved what you sent. It is public:"),
        ("new", True, "Approved: ", "An editor has approved what you sent. It becomes public"),
        ("trusted", False, "Published: ", "what you sent is public at once"),
        ("trusted", True, "Scheduled: ", "what you sent becomes public at the time that you chose"),
    ],
)
def test_mails_say_what_happened(tier, is_later, subject, words, officer, editor, organization, drain):
    trust(organization)
    Organization.objects.filter(pk=organization.pk).update(tier=tier)
    hour = timezone.now() + timedelta(days=2) if is_later else None
    submission = submit(make_page("update", organization, owner=officer, go_live_at=hour), officer)
    if submission.is_waiting:
        approve(submission, editor)
    drain()
    (letter,) = [letter for letter in mail.outbox if letter.to == [officer.email]]
    assert letter.subject.startswith(subject)
    assert words in letter.body
    assert ("approved" in letter.body) == (tier == "new")


def test_an_approval_for_a_later_hour_is_told_to_the_editor(editors, officer, organization):
    hour = timezone.now() + timedelta(days=2)
    submission = submit(make_page("update", organization, owner=officer, go_live_at=hour), officer)
    form = {"decision": "approve", "unchecked": "on"}
    content = editors.post(reverse("workspace:review", args=[submission.pk]), form, follow=True).content.decode()
    assert "Approved, public at the planned time" in content and "Published:" not in content


def test_withdrawing_what_was_to_come_says_so(officers, officer, editor, organization):
    hour = timezone.now() + timedelta(days=2)
    page = make_page("update", organization, owner=officer, go_live_at=hour)
    approve(submit(page, officer), editor)
    content = officers.post(reverse("workspace:withdraw", args=[page.pk]), follow=True).content.decode()
    assert "It will not be public." in content and "not public any more" not in content
