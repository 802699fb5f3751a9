"""Mails to editors and administrators: notices are gathered, and sent in one mail at most every 15 minutes."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import DeskMails, User
from mail.composer import site_address
from moderation.mails import link, send_to_person
from moderation.matters.permissions import may_decide_matter
from moderation.matters.registry import matter_kind
from moderation.models import Correction, DeskDigest, Matter, Notice, ProfileChange, Report, Submission
from moderation.notes.permissions import NoteSide, note_side
from moderation.rules.permissions import authors, may_decide, may_post_review, page_writers
from orgs.guard.conflict_of_interest import conflict_of
from orgs.models import Membership, Organization
from orgs.permissions import administrators, central_editors, is_editor

logger = logging.getLogger(__name__)

# The shortest time between two mails to one person.
QUIET = timedelta(minutes=15)
# The hour in Cambodia after which people who chose one mail a day get it.
MORNING = 8
# Nobody reads more lines in a mail.
MOST_LINES = 20


def editors_for(submission: Submission) -> list[User]:
    """Return the editors without a conflict of interest in a submission; if there are none, such administrators."""
    return deciders(submission.organization_id, authors(submission))


def deciders(organization: Organization | int | None, wrote: Collection[int]) -> list[User]:
    """Return the editors who are neither members of this organization nor in `wrote`; if none, such administrators."""
    members = set(Membership.objects.filter(organization=organization).values_list("user", flat=True))
    # As editors(), with one query less.
    central = list(central_editors()) or list(administrators())
    free = [person for person in central if person.pk not in members | set(wrote)]
    # Where every editor has a conflict of interest, somebody must still hear of it.
    return free or [person for person in administrators() if person.pk not in members | set(wrote)]


def notify(
    people: Iterable[User], kind: str, **about: Submission | Report | ProfileChange | Correction | Matter
) -> None:
    """Record a notice for each person who wants desk mails (urgent: for all if none does), and mail digests now due.

    `about` is one of Notice's own relations. In the caller's transaction. People who want no such mails are left out,
    for the desk shows it all; but of what is urgent somebody is told, and at once.
    """
    people, is_urgent = list(people), _is_urgent(about.get("matter"))
    told = [person for person in people if person.desk_mails != DeskMails.NONE]
    if is_urgent:
        told = told or people
    Notice.objects.bulk_create(Notice(person=person, kind=kind, **about) for person in told)
    # One query for all people. order_by(), because the model's order would be a part of the grouping.
    last = dict(DeskDigest.objects.filter(person__in=told).order_by().values_list("person").annotate(Max("created_at")))
    now = timezone.now()
    for person in told:
        # send_digest asks again under a lock; this question spares most people the lock: they had a mail a moment ago.
        if is_urgent or not is_quiet(last.get(person.pk), now):
            send_digest(person.pk)


def _is_urgent(about: object) -> bool:
    """Return whether a notice is about an urgent matter."""
    return isinstance(about, Matter) and about.is_urgent


def send_digests() -> int:
    """Record a digest mail for each person with unsent notices whose time has come; return the number of mails."""
    people = Notice.objects.filter(digest=None).order_by("person").values_list("person", flat=True).distinct()
    return sum(_sent(pk) for pk in list(people))


def _sent(person_id: int) -> bool:
    """Send a person's digest, and return whether it was recorded; an error is logged."""
    try:
        return send_digest(person_id)
    except Exception:
        # One bad address must not stop other people's mails.
        logger.exception("The digest for person %s failed.", person_id)
        return False


@transaction.atomic
def send_digest(person_id: int) -> bool:
    """Record one mail of a person's true notices if it is time, or delete them if none is true; return if recorded.

    Her row is locked meanwhile: of two workers one writes, the other passes on.
    """
    # no_key=True: the lock must not block new rows that refer to this person.
    rows = User.objects.select_for_update(skip_locked=True, no_key=True)
    person = rows.filter(pk=person_id).first()
    now = timezone.now()
    if person is None:
        return False
    gathered = list(_gathered(person))
    # What is urgent waits neither for the pause nor for the morning.
    if not is_time(person, now) and not any(_is_urgent(notice.matter) for notice in gathered):
        return False
    news = [notice for notice in _last_of_each(gathered) if concerns(person, notice)]
    # Nothing of it is true any more: delete the notices without a mail.
    if not news:
        Notice.objects.filter(pk__in=[notice.pk for notice in gathered]).delete()
        return False
    digest = DeskDigest.objects.create(person=person, created_at=now)
    Notice.objects.filter(pk__in=[notice.pk for notice in gathered]).update(digest=digest)
    write_digest(person, digest, news)
    return True


def is_time(person: User, now: datetime) -> bool:
    """Return whether a person's next digest may be sent now; stored times that lie in the future are set to now.

    When the clock was set back, the stored times are corrected: the pause of 15 minutes starts anew; it never ends
    early.
    """
    last = person.desk_digests.order_by("-created_at").values_list("created_at", flat=True).first()
    # The clock was set back: let the pause begin now.
    if last is not None and last > now:
        person.desk_digests.filter(created_at__gt=now).update(created_at=now)
        last = now
    if is_quiet(last, now):
        return False
    if person.desk_mails != DeskMails.DAILY:
        return True
    morning = timezone.localtime(now).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return now >= morning and (last is None or last < morning)


def is_quiet(last: datetime | None, now: datetime) -> bool:
    """Return True while the last digest is less than 15 minutes old; False for None and for a time in the future."""
    return last is not None and timedelta() <= now - last < QUIET


def concerns(person: User, notice: Notice) -> bool:
    """Return whether a notice is still true, and the person is an editor who wants it and may decide about it.

    Much can happen in the minutes between.
    """
    wants_none = person.desk_mails == DeskMails.NONE and not _is_urgent(notice.matter)
    if not is_editor(person) or wants_none:
        return False
    # Only notices of before: reports and profile changes are told by their matters now.
    if notice.report is not None:
        report = notice.report
        # After a page was deleted nothing waits on it any more.
        if report.state != Report.State.OPEN or report.page is None:
            return False
        return not conflict_of(person, report.organization_id, page_writers(report.page))
    if notice.profile_change is not None:
        change = notice.profile_change
        is_hers = conflict_of(person, change.organization_id, change.written_by())
        return change.state == ProfileChange.State.WAITING and not is_hers
    if notice.correction is not None:
        # Also after the submission was decided: it is her own correction that was declined.
        return notice.correction.state == Correction.State.DECLINED
    if notice.matter is not None:
        return notice.matter.is_waiting and may_decide_matter(person, notice.matter)
    submission = notice.submission
    if submission is None or submission.page is None:
        return False
    if notice.kind == Notice.Kind.NOTE:
        return note_side(person, submission) == NoteSide.EDITORS and bool(notice.unanswered_notes)
    if notice.kind == Notice.Kind.POST_REVIEW:
        return submission.post_review == Submission.PostReview.DUE and may_post_review(person, submission)
    return submission.is_waiting and may_decide(person, submission)


def _gathered(person: User) -> Iterable[Notice]:
    """Return a person's notices that were not sent yet, with all rows that a mail needs."""
    related = (
        "submission__organization",
        "submission__page__locale",
        "submission__appeal_of",
        "report__page",
        "profile_change__organization",
        "correction__submission__organization",
        "matter__organization",
    )
    return person.desk_notices.filter(digest=None).select_related(*related)


def _last_of_each(notices: list[Notice]) -> list[Notice]:
    """Return the last of several notices about the same thing; one of notes does not replace that the piece waits."""
    return list({_thing(each): each for each in notices}.values())


def _thing(notice: Notice) -> tuple[int | bool | None, ...]:
    """Return what a notice is about, as a key."""
    about = (notice.submission_id, notice.report_id, notice.profile_change_id, notice.correction_id, notice.matter_id)
    return (*about, notice.kind == Notice.Kind.NOTE)


def write_digest(person: User, digest: DeskDigest, news: list[Notice]) -> None:
    """Record the mail of a desk digest to a person with at most 20 of the notices, and the number of the rest."""
    lines = [(notice, *_title_and_link(notice)) for notice in news[:MOST_LINES]]
    context = {"lines": lines, "pieces": len(news), "left": len(news) - len(lines), "queue": link("workspace:queue")}
    send_to_person(person, "desk", digest, identity=f"desk {digest.pk}", **context)


def _title_and_link(notice: Notice) -> tuple[str, str]:
    """Return the title of a line in the mail, and the address of the page on which it is dealt with."""
    if notice.report is not None:
        return notice.report.title, link("workspace:report", notice.report_id)
    if notice.profile_change is not None:
        return notice.profile_change.organization.name, link("workspace:profile-change", notice.profile_change_id)
    if notice.correction is not None:
        submission = notice.correction.submission
        return submission.title, link("workspace:review", submission.pk)
    if notice.matter is not None:
        return notice.matter.title, site_address() + matter_kind(notice.matter.kind).link(notice.matter)
    there = "workspace:post-review" if notice.kind == Notice.Kind.POST_REVIEW else "workspace:review"
    return notice.submission.title if notice.submission else "", link(there, notice.submission_id)
