"""Answers to programs that watch over the servers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from discussions.models import IncomingMail
from orgs.outbox_events import ORGANIZATION_CHANGED, OrganizationPayload
from outbox import record
from outbox.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Event:
    Event.objects.all().delete()
    with transaction.atomic():
        return record(ORGANIZATION_CHANGED, "organization:1", OrganizationPayload(organization=1))


def ready(client) -> str:
    response = client.get("/health/ready")
    assert response.status_code == 200
    return response.content.decode()


def test_all_is_well_while_the_worker_keeps_up(client, waiting):
    assert ready(client) == "ready\n"


def test_a_worker_that_is_away_is_told_and_the_portal_is_ready_nonetheless(client, waiting):
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert ready(client) == "ready\noutbox: 300 s behind\n"


def test_a_mail_that_waits_to_be_read_is_told_to_this_machine(client, waiting):
    old = timezone.now() - timedelta(minutes=3)
    for number, state in enumerate(["unread", "unread", "posted"]):
        received_at = old - timedelta(minutes=number)
        IncomingMail.objects.create(digest=str(number), recipient="x", state=state, received_at=received_at)
    assert ready(client) == "ready\nmail: the oldest unread one is 240 s old\n"
    assert client.get("/health/ready", REMOTE_ADDR="203.0.113.7").content == b"ready\n"


def test_what_is_tried_again_is_no_worker_that_is_away(client, waiting):
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=5), attempts=1)
    assert ready(client) == "ready\n"


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
)
def test_strangers_are_not_told_how_far_work_is_behind(client, waiting, asked):
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert client.get("/health/ready", **asked).content == b"ready\n"
