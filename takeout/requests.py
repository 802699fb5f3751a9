"""Services of the archives that managers ask for: ask, make, fetch, delete."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.rate_limit import HOUR, RateLimit
from common.refusal import Refusal
from mail import sending
from mail.composer import compose
from orgs.mails import work_for
from orgs.models import Organization
from orgs.permissions import has_second_factor, is_manager
from outbox import record
from takeout.making.whole_archive import write_takeout
from takeout.models import KEPT_FOR, TakeoutRequest
from takeout.outbox_events import TAKEOUT_ASKED, TakeoutPayload

# Making one reads all files of the organization.
ASKED = RateLimit("archives of an organization", 3, 24 * HOUR)
SECONDS = 1200
ROWS_KEPT_FOR = timedelta(days=30)


@transaction.atomic
def ask_for_takeout(organization: Organization, user: Any) -> TakeoutRequest:
    """Record a manager's request for an archive, made by a job. Refusal for others, while one is made, or over 3 a day.

    Raises Refusal for others than managers with a second factor, while another one is being made, and after three a
    day.
    """
    # Locked, so that two managers cannot ask at the same moment; no_key, because other rows refer to the
    # organization.
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if not is_manager(user, organization) or not has_second_factor(user):
        raise Refusal(_("Only a manager with a second factor can take the content out."), code="managers_only")
    if any(request.is_waiting for request in TakeoutRequest.objects.filter(organization=organization, ready_at=None)):
        raise Refusal(_("An archive is being made already."), code="already_asked")
    if not ASKED.allows_in_transaction(str(organization.pk)):
        raise Refusal(_("Three archives were made today. Please try again tomorrow."), code="too_often")
    request = TakeoutRequest.objects.create(organization=organization, asked_by=user)
    record(TAKEOUT_ASKED, f"takeout:{organization.pk}", TakeoutPayload(request=request.pk))
    log(instance=organization, action="orgs.takeout_asked", user=user)
    return request


def make_takeout(request_id: int) -> None:
    """Make the archive that a manager asked for, and mail her; do nothing when she is no manager any more.

    Raises TimeoutError after 20 minutes, and whatever reading the pages and files raises; that is noted as failed.
    """
    request = TakeoutRequest.objects.select_related("organization", "asked_by").filter(pk=request_id).first()
    # `ready_at`: the job may come twice. may_fetch: she may have been removed since.
    if request is None or request.ready_at or not may_fetch(request, request.asked_by):
        return
    try:
        # A temporary file is without a name, so it is gone also when the process is killed.
        with tempfile.TemporaryFile() as archive:
            write_takeout(request.organization, archive, seconds=SECONDS)
            archive.seek(0)
            # Outside of a transaction: copying a gigabyte must not hold a lock.
            request.file.save("archive.zip", File(archive), save=False)
        try:
            _note_ready(request)
        except BaseException:
            # The file is stored but no row names it: nobody would ever delete it.
            request.file.storage.delete(request.file.name)
            raise
    # failed_at for the page and for `doctor`; raised again, so that the outbox tries once more.
    except Exception:
        TakeoutRequest.objects.filter(pk=request.pk).update(failed_at=timezone.now())
        raise


@transaction.atomic
def _note_ready(request: TakeoutRequest) -> None:
    """Save that an archive is made, and record the mail to the manager who asked."""
    request.ready_at, request.failed_at = timezone.now(), None
    request.save(update_fields=["file", "ready_at", "failed_at"])
    person = request.asked_by
    # For mypy.
    assert person is not None, "may_fetch was asked"
    name = request.organization.name_in(person.language)
    composed = compose("takeout/mail/ready", person.language, {"person": person, "organization": name})
    sending.send(
        person.email, composed.subject, composed.text, composed.html, person.language,
        identity=f"takeout:{request.pk}", concerning=work_for(request.organization_id),
    )  # fmt: skip


def may_fetch(request: TakeoutRequest, user: Any) -> bool:
    """Return whether a person asked for this archive herself, and is still a manager of its organization."""
    return user is not None and request.asked_by_id == user.pk and is_manager(user, request.organization_id)


def own_request(organization: Organization, user: Any) -> TakeoutRequest | None:
    """Return a manager's newest request for this organization's archive, or None; never another person's."""
    return TakeoutRequest.objects.filter(organization=organization, asked_by=user).first()


def note_fetched(request: TakeoutRequest, user: Any) -> None:
    """Write into the log that a manager fetched the archive."""
    log(instance=request.organization, action="orgs.takeout_fetched", user=user)


def delete_expired() -> int:
    """Delete the files of archives after 48 hours, and the requests after 30 days; return how many files."""
    now, deleted = timezone.now(), 0
    for request in TakeoutRequest.objects.filter(ready_at__lte=now - KEPT_FOR).exclude(file="").iterator():
        # The file first: a row without a file is found by nobody.
        request.file.delete(save=False)
        TakeoutRequest.objects.filter(pk=request.pk).update(file="")
        deleted += 1
    # Only rows whose file is deleted: a row is the only thing that knows the file.
    TakeoutRequest.objects.filter(asked_at__lt=now - ROWS_KEPT_FOR, file="").delete()
    return deleted
