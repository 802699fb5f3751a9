"""Delete what has been kept for long enough. Each night; docs/privacy.md says how long each thing is kept."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import UploadedFile

from moderation.models import Report
from operations.backup import configuration
from operations.models import Erasure
from operations.personal_data.erasure.records import KEPT_FOR, ask_again, delete_old_records
from operations.personal_data.texts.mail_files import delete_old_mails
from orgs.models import Application, HandedLink, Invitation
from outbox.models import Event
from outbox.registry import registry
from translations.memory import orphaned_sentences

INVITATIONS = timedelta(days=90)
DECLINED_APPLICATIONS = timedelta(days=180)
ACCEPTED_APPLICATIONS = timedelta(days=365)
ADDRESSES_OF_REPORTS = timedelta(days=30)
MAIL_FILES = timedelta(days=30)
DEAD_MAILS = timedelta(days=30)
HALF_UPLOADS = timedelta(days=7)
FORM_STATES = timedelta(days=30)
EDITING_SESSIONS = timedelta(days=1)
BATCH = 500


def delete_expired_data() -> Counter[str]:
    """Delete or empty personal data past its retention time, queue unrecorded erasures; return numbers by kind."""
    now = timezone.now()
    deleted = Counter({name: delete_all(rows) for name, rows in expired_rows(now).items()})
    reports = Report.objects.filter(answered_at__lt=now - ADDRESSES_OF_REPORTS).exclude(email="")
    deleted["addresses of reports"] = reports.update(email="")
    deleted["half uploads"] = delete_half_uploads(now)
    deleted["kept mails"] = delete_old_mails(MAIL_FILES)
    delete_cached(now)
    record_erasures()
    return +deleted


def expired_rows(now: datetime) -> dict[str, QuerySet[Any]]:
    """Return the rows past their retention time (sessions, invitations, applications ...), by name."""
    state = Application.State
    closed = Q(accepted_at__lt=now - INVITATIONS) | Q(revoked_at__lt=now - INVITATIONS)
    declined = Q(state=state.DECLINED, decided_at__lt=now - DECLINED_APPLICATIONS)
    accepted = Q(state=state.ACCEPTED, decided_at__lt=now - ACCEPTED_APPLICATIONS)
    # What holds a mail or its address; other dead letters wait for whoever mends their cause.
    forgotten = [kind for kind, job in registry.jobs.items() if job.forget]
    dead = Event.objects.dead().filter(kind__in=forgotten, settled_at__lt=now - DEAD_MAILS)
    return {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "invitations": Invitation.objects.filter(closed | Q(expires_at__lt=now - INVITATIONS)),
        "handed links": HandedLink.objects.filter(
            Q(used_at__lt=now - INVITATIONS) | Q(revoked_at__lt=now - INVITATIONS) | Q(expires_at__lt=now - INVITATIONS)
        ),
        "applications": Application.objects.filter(declined | accepted),
        "dead mails": dead,
        "editing sessions": EditingSession.objects.filter(last_seen_at__lt=now - EDITING_SESSIONS),
        "states of forms": FormState.objects.filter(last_updated_at__lt=now - FORM_STATES),
        "sentences of deleted pages": orphaned_sentences(),
        "erasures": Erasure.objects.filter(erased_at__lt=now - KEPT_FOR),
    }


def delete_all(rows: QuerySet[Any]) -> int:
    """Delete these rows in batches, each in its own transaction; return how many."""
    deleted = 0
    # Asked again each time, so that one batch of ids is in memory and no more.
    while keys := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows.model._base_manager.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted


def delete_half_uploads(now: datetime) -> int:
    """Delete old files uploaded in the full editor that never became a picture or document; return how many."""
    deleted = 0
    for upload in UploadedFile.objects.exclude(file="").iterator():
        name = upload.file.name
        # A row whose file is gone is of no use either.
        if not default_storage.exists(name) or default_storage.get_modified_time(name) < now - HALF_UPLOADS:
            upload.delete()
            default_storage.delete(name)
            deleted += 1
    return deleted


def delete_cached(now: datetime) -> None:
    """Delete expired rows of the cache table, if the cache is kept in the database."""
    cache = caches["default"]
    if isinstance(cache, DatabaseCache):
        table = connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            # As Django's cache writes it: whole seconds, in UTC without a zone.
            value = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0, tzinfo=None))
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [value])  # noqa: S608 - a table of our own


def record_erasures() -> None:
    """If backups are set up, ask again to write erasures beside them, and delete old records there."""
    if not configuration.is_set_up():
        return
    with transaction.atomic():
        ask_again()
    # After the transaction: the location may be away, and the requests must be kept all the same.
    delete_old_records(configuration.make_vault())
