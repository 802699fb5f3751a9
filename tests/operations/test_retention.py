"""Data that is kept for a time goes when the time is over, and not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Page, UploadedFile

from mail.outbox_events import MAIL_SEND
from moderation.models import Report
from operations.models import Erasure
from operations.personal_data import retention
from operations.personal_data.erasure.records import read_records, remember
from operations.personal_data.erasures import by_address
from operations.personal_data.texts.mail_files import mail_folder
from orgs.models import Application, Invitation
from outbox import GiveUp
from outbox.models import Event
from outbox.services import drain

BEGIN = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(BEGIN, tick=False) as traveller:
        yield traveller


def invitation(organization: Any, **fields: Any) -> None:
    Invitation.objects.create(organization=organization, email="i@example.org", role="officer", **fields)


def application(organization: Any, **fields: Any) -> None:
    Application.objects.create(name="A", contact="B", email="a@example.org", language="en", **fields)


def report(organization: Any, **fields: Any) -> None:
    Report.objects.create(organization=organization, title="x", kind="wrong", email="r@example.org", **fields)


def dead_mail(organization: Any, **fields: Any) -> None:
    Event.objects.create(stream="mail:d@example.org", seq=1, kind=MAIL_SEND.name, payload={"to": "d"}, **fields)


def session(organization: Any, **fields: Any) -> None:
    SessionStore().save()


def form_state(organization: Any, **fields: Any) -> None:
    kind = ContentType.objects.get_for_model(Page)
    user = organization.memberships.first().user
    FormState.objects.create(user=user, content_type=kind, object_id="1", data="x", last_updated_at=timezone.now())


def kept(model: Any, **fields: Any) -> Any:
    return lambda: model.objects.filter(**fields).count()


CASES = [
    (invitation, {"accepted_at": BEGIN}, 90, kept(Invitation)),
    (invitation, {"revoked_at": BEGIN}, 90, kept(Invitation)),
    (invitation, {"expires_at": BEGIN}, 90, kept(Invitation)),
    (application, {"state": "declined", "decided_at": BEGIN}, 180, kept(Application)),
    (application, {"state": "accepted", "decided_at": BEGIN}, 365, kept(Application)),
    (report, {"state": "kept", "answered_at": BEGIN}, 30, kept(Report, email="r@example.org")),
    (dead_mail, {"state": Event.State.DEAD, "settled_at": BEGIN}, 30, kept(Event, kind=MAIL_SEND.name)),
    (session, {}, 14, SessionStore().get_model_class().objects.count),
    (form_state, {}, 30, FormState.objects.count),
]


@pytest.mark.parametrize(("make", "fields", "days", "count"), CASES)
def test_it_is_kept_for_its_time_and_no_longer(make, fields, days, count, organization, clock):
    make(organization, **fields)

    clock.move_to(BEGIN + timedelta(days=days, minutes=-1))
    retention.delete_expired_data()
    assert count() == 1

    clock.move_to(BEGIN + timedelta(days=days, minutes=1))
    retention.delete_expired_data()
    assert count() == 0


def test_what_waits_or_is_open_stays(organization, clock):
    invitation(organization, expires_at=BEGIN + timedelta(days=999))
    application(organization)
    report(organization)
    dead_mail(organization)
    clock.move_to(BEGIN + timedelta(days=500))

    retention.delete_expired_data()

    assert Invitation.objects.count() == Application.objects.count() == 1
    assert Report.objects.get().email and Event.objects.get(kind=MAIL_SEND.name).payload


def test_files_go_by_their_age(db, settings, clock):
    settings.EMAIL_FILE_PATH = str(Path(settings.DATA) / "mail")
    mail_folder().mkdir()
    old, new = mail_folder() / "old.log", mail_folder() / "new.log"
    upload = UploadedFile.objects.create(file=ContentFile(b"x", name="x.jpg"))
    for path, age in ((old, 31), (new, 29), (Path(default_storage.path(upload.file.name)), 8)):
        path.touch()
        at = (BEGIN - timedelta(days=age)).timestamp()
        os.utime(path, (at, at))

    retention.delete_expired_data()

    assert not old.exists() and new.exists()
    assert not UploadedFile.objects.exists() and not default_storage.exists(upload.file.name)


def test_cached_values_that_ran_out_are_deleted(db, clock):
    caches["default"].set("short", "x", 60)
    caches["default"].set("later", "x", 7200)
    clock.move_to(BEGIN + timedelta(hours=1))

    retention.delete_expired_data()

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:later"]


def test_an_erasure_is_written_beside_the_backups_once_there_are_some(db, settings, drain):
    remember(["a@example.org"], Erasure.Reach.OWN)
    drain()
    assert Erasure.objects.get().recorded_at is None

    settings.BACKUP_PASSPHRASE = "three weavers under a palm"
    retention.delete_expired_data()
    drain()

    assert Erasure.objects.get().recorded_at
    [record] = read_records(retention.configuration.make_vault())
    records_of = by_address([record])
    assert records_of("A@example.org") == [record] and not records_of("b@example.org")
    stored = b"".join(path.read_bytes() for path in (Path(settings.DATA) / "backups").rglob("*") if path.is_file())
    assert b"example.org" not in stored and record.address_hash.encode() not in stored


def test_names_wait_where_the_place_of_backups_is_away_for_long(db, settings, monkeypatch):
    settings.BACKUP_PASSPHRASE = "three weavers under a palm"

    def fail() -> None:
        raise GiveUp("the place is away")

    with monkeypatch.context() as away:
        away.setattr("operations.handlers.configuration.make_vault", fail)
        remember(["a@example.org"], Erasure.Reach.ALL, names=["Dara Planted"], phones=["012 555 0199"])
        drain()
    remember(["b@example.org"], Erasure.Reach.OWN)
    Event.objects.filter(kind="erasure.record", payload__names=[]).delete()
    assert [event.payload["names"] for event in Event.objects.dead()] == [["Dara Planted"]]

    for _night in range(2):
        retention.delete_expired_data()
        drain()

    records = sorted(read_records(retention.configuration.make_vault()), key=lambda record: record.reach)
    assert [record.names for record in records] == [("Dara Planted",), ()] and records[0].phones == ("012 555 0199",)
    assert not Event.objects.filter(kind="erasure.record").exclude(payload={}).exists()


def test_the_list_of_erasures_ends_with_the_backups(db, settings, drain):
    settings.BACKUP_PASSPHRASE = "three weavers under a palm"
    with time_machine.travel(BEGIN, tick=False):
        remember(["a@example.org"], Erasure.Reach.OWN)
        drain()
    with time_machine.travel(BEGIN + timedelta(days=35, hours=12), tick=False):
        retention.delete_expired_data()
        assert list(read_records(retention.configuration.make_vault())) and Erasure.objects.exists()
    with time_machine.travel(BEGIN + timedelta(days=36, hours=1), tick=False):
        retention.delete_expired_data()
        assert not list(read_records(retention.configuration.make_vault())) and not Erasure.objects.exists()
