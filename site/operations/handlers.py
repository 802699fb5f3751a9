"""The jobs that follow an erasure, and that of the mirror, outside the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from accounts.models import User
from operations.backup import configuration
from operations.mirror.closing import close
from operations.mirror.folder import MirrorFolder
from operations.mirror.making import make
from operations.models import Erasure
from operations.outbox_events import ERASURE_ACCOUNT, ERASURE_COMPACT, ERASURE_FILES, ERASURE_RECORD, MIRROR_CLOSE
from operations.personal_data.erasure import records
from operations.personal_data.erasure.compacting import compact
from operations.personal_data.erasure.erasing import erase
from operations.personal_data.people import person_of
from operations.personal_data.texts import mail_files
from operations.personal_data.texts.markers import Markers
from outbox import job
from outbox.execution.retries import Retries
from outbox.models import Event
from search.reindex_queue import merge_deleted

# A location of backups that is away is tried for days; every night makes up for what was given up.
# 200 attempts of at most 15 minutes: two days.
PATIENT = Retries(attempts=200, first=30, longest=timedelta(minutes=15).total_seconds())


@job(ERASURE_ACCOUNT, name="operations.erase_account", lease=1800, retries=PATIENT)
def erase_account(event: Event) -> None:
    """Erase all data of a person who deleted the own account, if that account is inactive (outbox job)."""
    # Inactive: request_erasure did that. If somebody has activated the account again since, nothing is erased.
    if user := User.objects.filter(pk=event.payload["user"], is_active=False).first():
        erase(person_of([user]), Erasure.Reach.OWN, anyway=True)


@job(ERASURE_FILES, name="operations.erase_files", lease=600, retries=PATIENT, forget=True)
def erase_files(event: Event) -> None:
    """Delete an erased person's files and kept mails that name the person, and redact logs (outbox job)."""
    payload = event.payload
    markers = Markers(payload["addresses"], payload["phones"], payload["names"])
    # Before the texts of mails: a file's name is in the payload alone, and a second attempt deletes it again without
    # harm.
    for name in payload["files"]:
        default_storage.delete(name)
    mail_files.delete_mails(markers)
    mail_files.redact_logs(markers)


@job(ERASURE_COMPACT, name="operations.compact", lease=1800, retries=PATIENT)
def compact_database(event: Event) -> None:
    """Rewrite the database and merge the search index, so that erased data leaves the disk (outbox job)."""
    # VACUUM rewrites the file, but the search index keeps deleted words until its segments are merged.
    compact()
    merge_deleted()


@job(ERASURE_RECORD, name="operations.record_erasure", lease=120, retries=PATIENT, forget=True)
def record_erasure(event: Event) -> None:
    """Write the record of an erasure beside the backups, if backups are set up (outbox job)."""
    payload = event.payload
    # An event of an older version has neither names nor numbers.
    erasure = Erasure.objects.filter(pk=payload["erasure"]).first()
    if erasure is not None and configuration.is_set_up():
        records.write_record(configuration.make_vault(), erasure, payload.get("names", ()), payload.get("phones", ()))


# Seconds for the lists that were deleted with a page. Where a pass is at work, it makes them itself before its end.
REPAIR_SECONDS = 60


@job(MIRROR_CLOSE, name="operations.close_in_mirror", lease=180, retries=PATIENT)
def close_in_mirror(event: Event) -> None:
    """Delete what was closed from the mirror, where one is kept, and make again the lists that it stood in (job)."""
    if settings.MIRROR_DIR:
        folder = MirrorFolder(Path(settings.MIRROR_DIR))
        close(folder, event.payload["pages"], event.payload["organization"])
        make(folder, seconds=REPAIR_SECONDS)
