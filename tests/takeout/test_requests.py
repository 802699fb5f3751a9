"""A manager asks for her organization's archive: she alone gets it, for 48 hours."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from common.refusal import Refusal
from orgs.services import set_membership
from outbox.models import Event
from takeout.models import TakeoutRequest
from takeout.requests import ask_for_takeout, delete_expired, make_takeout
from tests.accounts.sign_in_helpers import enrol, sign_in, totp_code
from tests.factories import make_member
from tests.queries import queries_of
from tests.takeout.archives import files_below

PAGE, FILE = "/workspace/takeout/", "/workspace/takeout/file/"


@pytest.fixture
def secret(manager):
    return enrol(manager)


@pytest.fixture
def managers(client, manager, secret):
    sign_in(client, manager)
    return client


@pytest.fixture
def ready(organization, manager, secret, content, drain):
    asked = ask_for_takeout(organization, manager)
    drain()
    asked.refresh_from_db()
    assert asked.can_be_fetched
    return asked


def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser


def test_with_a_code_she_asks_and_gets_a_mail_and_the_archive(managers, manager, secret, organization, content, drain):
    answer = managers.post(PAGE, {"code": totp_code(secret)}, follow=True)
    assert "We are making the archive" in answer.content.decode()
    assert managers.get(FILE).status_code == 404
    drain()
    [sent] = [each for each in mail.outbox if "archive" in each.subject]
    assert sent.to == [manager.email] and PAGE in sent.body
    assert "Download the archive" in managers.get(PAGE).content.decode()
    got = managers.get(FILE)
    archive = zipfile.ZipFile(BytesIO(b"".join(got)))
    assert "manifest.json" in archive.namelist()
    assert "no-store" in got["Cache-Control"]
    assert f'filename="{organization.slug}-' in got["Content-Disposition"]
    told = ModelLogEntry.objects.filter(action__startswith="orgs.takeout").order_by("pk")
    assert [(each.action, each.user) for each in told] == [
        ("orgs.takeout_asked", manager),
        ("orgs.takeout_fetched", manager),
    ]


def test_without_the_right_code_nothing_is_asked(managers):
    answer = managers.post(PAGE, {"code": "000000"})
    assert answer.status_code == 200 and not TakeoutRequest.objects.exists()
    assert not Event.objects.filter(kind="takeout.asked").exists()
    managers.get(PAGE)
    assert not TakeoutRequest.objects.exists()


def test_nobody_else_gets_the_page_or_the_file(ready, officer, organization, other_manager, editor, client):
    second = make_member(organization, "manager", "second@example.org")
    for person in (officer, other_manager, second, editor):
        assert signed_in(person).get(FILE).status_code == 404
    for person in (officer, editor):
        assert signed_in(person).get(PAGE).status_code == 404
        assert signed_in(person).post(PAGE, {"code": "1"}).status_code == 404
    assert client.get(FILE).status_code == 302
    # The store's own addresses do not lead to it either.
    for person in (None, officer, second):
        browser = signed_in(person) if person else client
        assert browser.get(f"/files/{ready.file.name}").status_code == 404


def test_a_session_without_the_second_factor_gets_nothing(ready, manager):
    browser = Client()
    browser.force_login(manager)
    assert browser.get(FILE).status_code in (302, 404)


def test_who_is_no_manager_any_more_gets_nothing(ready, manager, organization):
    browser = signed_in(manager)
    assert browser.get(FILE).status_code == 200
    set_membership(manager, organization, "officer")
    assert browser.get(FILE).status_code == 404


def test_no_archive_is_made_for_who_has_left(organization, manager, secret, drain):
    asked = ask_for_takeout(organization, manager)
    set_membership(manager, organization, None)
    drain()
    asked.refresh_from_db()
    assert not asked.file and not mail.outbox


def test_after_48_hours_it_is_gone(ready, manager, tmp_path):
    assert [path for path in files_below(tmp_path) if path.suffix == ".zip"]
    browser = signed_in(manager)
    TakeoutRequest.objects.update(ready_at=timezone.now() - timedelta(hours=48, seconds=1))
    assert browser.get(FILE).status_code == 404
    assert delete_expired() == 1
    assert not [path for path in files_below(tmp_path) if path.suffix == ".zip"]
    assert delete_expired() == 0
    TakeoutRequest.objects.update(asked_at=timezone.now() - timedelta(days=31))
    delete_expired()
    assert not TakeoutRequest.objects.exists()


def test_before_that_it_stays(ready):
    assert delete_expired() == 0 and TakeoutRequest.objects.get().can_be_fetched


def test_one_at_a_time_and_three_a_day(organization, manager, secret, officer, drain):
    with pytest.raises(Refusal, match="Only a manager"):
        ask_for_takeout(organization, officer)
    ask_for_takeout(organization, manager)
    with pytest.raises(Refusal, match="being made already"):
        ask_for_takeout(organization, manager)
    for _again in range(2):
        drain()
        ask_for_takeout(organization, manager)
    drain()
    with pytest.raises(Refusal, match="tomorrow"):
        ask_for_takeout(organization, manager)


def test_a_failure_is_noted_and_no_file_stays(organization, manager, secret, monkeypatch, tmp_path, managers):
    asked = ask_for_takeout(organization, manager)
    monkeypatch.setattr("takeout.requests.SECONDS", -1)
    with pytest.raises(TimeoutError):
        make_takeout(asked.pk)
    asked.refresh_from_db()
    assert asked.has_failed and not mail.outbox
    assert not [path for path in files_below(tmp_path) if path.suffix == ".zip"]
    assert "could not be made" in managers.get(PAGE).content.decode()


def test_when_the_mail_cannot_be_recorded_no_file_stays(organization, manager, secret, monkeypatch, tmp_path):
    asked = ask_for_takeout(organization, manager)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("takeout.requests.sending.send", fail)
    with pytest.raises(RuntimeError):
        make_takeout(asked.pk)
    assert not [path for path in files_below(tmp_path) if path.suffix == ".zip"]
    assert TakeoutRequest.objects.get().file == ""


def test_a_job_that_died_counts_as_failed(organization, manager, secret):
    asked = ask_for_takeout(organization, manager)
    assert asked.is_waiting
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert asked.has_failed and not asked.is_waiting


def test_the_page_takes_few_queries(managers, ready):
    assert len(queries_of(managers, PAGE)) <= 12
