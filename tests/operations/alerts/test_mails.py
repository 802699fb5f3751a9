"""The quiet rule: one mail when something begins, one when it ends, one a day, and never many an hour."""

from __future__ import annotations

import re
import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from common.measures.registry import Readings
from operations.alerts import watch
from operations.alerts.mails import MOST_AN_HOUR
from operations.metrics.samples import RecentRequests
from operations.models import Alert, AlertMail
from outbox.models import Event

START = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
LATE = {("neary_outbox_untried_seconds", ""): 400.0}
DEAD = {("neary_outbox_dead", "feed.digest"): 2.0}
FULL = {("neary_disk_free_ratio", "data"): 0.05}


class Portal:
    """A portal whose figures a test sets, watched at minutes after the start."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.figures: dict[tuple[str, str], float] = {}
        self.failed: tuple[str, ...] = ()
        monkeypatch.setattr(watch, "read_all", lambda: Readings(self.figures, self.failed))
        monkeypatch.setattr(watch, "recent_requests", lambda now: RecentRequests())

    def at(self, minute: float, *figures: dict[tuple[str, str], float]) -> list[str]:
        """Watch at a minute with these figures; return the subjects of the mails that were sent."""
        mail.outbox.clear()
        self.figures = {name: value for each in figures for name, value in each.items()}
        watch.look(START + timedelta(minutes=minute))
        return [each.subject for each in mail.outbox]


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch, administrator: Any) -> Portal:
    administrator.email = "admin@example.org"
    administrator.save()
    return Portal(monkeypatch)


def test_one_mail_when_it_begins_after_its_minutes_and_one_when_it_ends(portal: Portal) -> None:
    assert portal.at(0, LATE) == []
    assert portal.at(1, LATE) == []
    assert portal.at(2, LATE) == ["The portal needs you"]
    assert "no worker carries them out" in mail.outbox[0].body and "now 400 s, limit 300 s" in mail.outbox[0].body
    assert mail.outbox[0].to == ["admin@example.org"] and "/workspace/portal-status/" in mail.outbox[0].body
    assert portal.at(3, LATE) == portal.at(60, LATE) == []
    assert portal.at(61) == portal.at(62) == []
    assert portal.at(63) == ["The portal is fine again"]
    assert not Alert.objects.exists() and portal.at(64) == []


def test_what_comes_and_goes_at_once_is_never_told(portal: Portal) -> None:
    for minute in range(21):
        assert portal.at(minute, LATE if minute % 2 else {}) == []
    assert not Alert.objects.exists()


def test_what_comes_back_before_its_end_was_told_is_one_alert(portal: Portal) -> None:
    portal.at(0, LATE)
    assert portal.at(2, LATE)
    assert portal.at(3) == portal.at(4, LATE) == portal.at(5) == portal.at(6, LATE) == []
    assert Alert.objects.get().cleared_at is None


def test_a_reminder_a_day(portal: Portal) -> None:
    assert portal.at(0, DEAD) == ["The portal needs you"]
    day = 24 * 60
    assert portal.at(day - 1, DEAD) == []
    assert portal.at(day, DEAD) == ["The portal still needs you"]
    assert portal.at(day + 1, DEAD) == []
    assert portal.at(2 * day, DEAD) == ["The portal still needs you"]


def test_several_things_stand_in_one_mail(portal: Portal) -> None:
    portal.at(0, FULL, LATE)
    portal.at(2)
    portal.at(3, FULL, LATE)
    assert portal.at(8, FULL, LATE, DEAD) == ["The portal needs you"]
    body = mail.outbox[0].body
    assert "A disk is nearly full." in body and "given up" in body and "now 5 %, limit 10 %" in body


def test_never_more_than_a_few_mails_an_hour(portal: Portal) -> None:
    sent = [subject for minute in range(59) for subject in portal.at(minute, DEAD if minute % 2 else {})]
    assert len(sent) == MOST_AN_HOUR
    # What was not told then is told when the hour is over.
    assert portal.at(120, DEAD) in ([], ["The portal needs you"])
    assert AlertMail.objects.count() <= MOST_AN_HOUR + 1


def test_what_the_mail_server_does_not_take_is_told_later(portal: Portal, monkeypatch) -> None:
    def refuse(*args: Any) -> None:
        raise smtplib.SMTPServerDisconnected("away")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert portal.at(0, DEAD) == portal.at(1, DEAD) == []
    assert not AlertMail.objects.exists() and Alert.objects.get().told_at is None
    assert portal.at(2, DEAD) == ["The portal needs you"]


def test_figures_that_cannot_be_read_end_no_alert(portal: Portal) -> None:
    portal.at(0, LATE)
    assert portal.at(2, LATE)
    portal.failed = ("outbox",)
    for minute in range(3, 9):
        assert portal.at(minute) == []
    assert Alert.objects.get(rule="worker_stopped").cleared_at is None


def test_mails_pass_by_the_outbox_and_are_in_the_readers_language(portal: Portal, administrator, settings) -> None:
    administrator.language = "km"
    administrator.save()
    before = Event.objects.count()
    assert portal.at(0, DEAD) == ["នារីត្រូវការអ្នក"]
    assert Event.objects.count() == before
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    settings.ALERT_ADDRESSES = ["duty@example.org", "second@example.org"]
    assert portal.at(24 * 60, DEAD) == ["The portal still needs you"] * 2
    assert [each.to for each in mail.outbox] == [["duty@example.org"], ["second@example.org"]]


def test_figures_are_in_the_digits_of_the_readers_language(portal: Portal, administrator) -> None:
    administrator.language = "km"
    administrator.save()
    many = {("neary_outbox_pending", "mail.send"): 6001.0}
    portal.at(0, LATE, many, FULL)
    for minute in (2, 5, 10):
        assert portal.at(minute, LATE, many, FULL)
        body = mail.outbox[0].body
        assert re.findall("[0-9]+", re.sub("http[^ ]*", "", body)) == [], body
        assert minute != 2 or "៤០០ វិនាទី" in body
    assert "៦.០០១" in body and "៥.០០០" in body
    assert portal.at(10 + 24 * 60, LATE, many, FULL)
    assert "៦.០០១" in mail.outbox[0].body


def test_without_a_reader_nothing_counts_as_told(portal: Portal, administrator) -> None:
    administrator.is_active = False
    administrator.save()
    assert portal.at(0, DEAD) == []
    assert Alert.objects.get().told_at is None and not AlertMail.objects.exists()
