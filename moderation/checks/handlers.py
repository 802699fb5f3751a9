"""Handler and jobs that check a submission after it was sent; sending does not wait for them."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

import outbox
from assets.models import READING_SIZE, Document
from assets.previews.making import make_previews
from assets.services import files_of
from moderation.checks.execution.isolated import check_matter, check_submission, read_document_apart
from moderation.checks.registry import all_checks
from moderation.comparison.revisions import content_version_of
from moderation.matters.registry import matter_kind
from moderation.models import CheckResult, Matter, Submission
from moderation.outbox_events import (
    MATTER_CHECK,
    MATTER_OPENED,
    SUBMISSION_CHECK,
    SUBMISSION_CHECK_LINKS,
    SUBMISSION_OPENED,
    SubmissionPayload,
)
from moderation.services import sample_for_finding
from moderation.services.matters import steps
from orgs.pages.images import shown_pictures
from outbox import EventKind, handles, job
from outbox.models import Event


@handles(SUBMISSION_OPENED, name="moderation.request_checks")
def request_checks(event: Event) -> None:
    """Record the outbox event whose job runs the checks of a submission that was just opened.

    It is a stream of its own: a check that fails does not hold up the events of the page.
    """
    _request(SUBMISSION_CHECK, event.payload["submission"])


# Jobs, not handlers: a check takes longer than anybody may hold SQLite's lock.
@job(SUBMISSION_CHECK, name="moderation.run_checks", lease=150)
def run_checks(event: Event) -> None:
    """Run and store a submission's local checks, request networked ones, mark it for review if serious, make previews.

    The checks that ask other machines get an event of their own. A page published by trust gets a review after
    publication when a check found something serious.
    """
    submission = _submission(event, "revision", "page")
    if submission is None:
        return
    if check_submission(submission, outside=False):
        _request(SUBMISSION_CHECK_LINKS, submission.pk)
    # Read from the table, not from this run: an earlier run may have died after it stored the results.
    if submission.is_by_trust and has_serious_finding(submission):
        sample_for_finding(submission)
    # Last, because it fails when no process is free: the job is tried again then, without the checks that are made.
    prepare_shown_files(submission)


def prepare_shown_files(submission: Submission) -> None:
    """Make and store the document previews and resized pictures that the editor's page of a submission shows.

    The page then only reads them.
    """
    if submission.page is None or submission.revision is None:
        return
    page = content_version_of(submission.page, submission.revision)
    make_previews(Document.objects.filter(pk__in=files_of(page)[Document]).order_by("pk"), read_document_apart)
    for picture in shown_pictures(page):
        # A picture that cannot be made now is reported on the editor's page.
        with suppress(Exception):
            picture.image.get_rendition(READING_SIZE)


@job(SUBMISSION_CHECK_LINKS, name="moderation.check_links", lease=150)
def run_link_checks(event: Event) -> None:
    """Run and store a submission's checks that ask other machines, such as those of outside links: a job."""
    submission = _submission(event)
    if submission is not None:
        check_submission(submission, outside=True)


@handles(MATTER_OPENED, name="moderation.request_matter_checks")
def request_matter_checks(event: Event) -> None:
    """Record the outbox event whose job runs the checks of a waiting matter's texts, if it has texts."""
    matter = Matter.objects.waiting().filter(pk=event.payload["matter"]).first()
    if matter is not None and matter_kind(matter.kind).words(matter):
        steps.request_matter_checks(matter)


@job(MATTER_CHECK, name="moderation.run_matter_checks", lease=150)
def run_matter_checks(event: Event) -> None:
    """Run and store the checks of a matter's texts, if the matter still waits: a job."""
    matter = Matter.objects.waiting().filter(pk=event.payload["matter"]).first()
    if matter is not None:
        check_matter(matter)


@transaction.atomic
def _request(kind: EventKind[SubmissionPayload], submission_id: int) -> None:
    # A worker that dies right after this records it twice, without harm: checks that were made are not made again.
    outbox.record(kind, f"check:{submission_id}", SubmissionPayload(submission=submission_id))


def has_serious_finding(submission: Submission) -> bool:
    """Return whether a serious check, one for harmful content, has stored a finding on a submission."""
    serious = [check.name for check in all_checks() if check.is_serious]
    found = submission.check_results.filter(check_name__in=serious, outcome=CheckResult.Outcome.FOUND)
    return found.exists()


def _submission(event: Event, *related: str) -> Submission | None:
    # select_related() without a name would join everything.
    rows = Submission.objects.select_related(*related) if related else Submission.objects.all()
    return rows.exclude(page=None).filter(pk=event.payload["submission"]).first()
