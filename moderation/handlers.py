"""Handlers of moderation's events: each notifies people by mail.

Rights are checked when the mail is written: whoever has left an organization gets no more mails about it.
"""

from __future__ import annotations

from django.utils.translation import override

from accounts.models import User
from moderation.mails import link, send_to_person, send_to_reader
from moderation.models import Correction, Notice, ProfileChange, Report, Submission, Withdrawal
from moderation.notifications.desk_digest import editors_for, notify
from moderation.outbox_events import (
    CORRECTION_ANSWERED,
    CORRECTION_OFFERED,
    ORGANIZATION_TIER_CHANGED,
    PAGE_WITHDRAWN,
    PROFILE_DECIDED,
    REPORT_ANSWERED,
    SCHEDULE_DROPPED,
    SUBMISSION_DECIDED,
    SUBMISSION_OPENED,
    SUBMISSION_POST_REVIEW,
    SUBMISSION_REMINDED,
    SUBMISSION_SECOND_OPINION,
)
from moderation.rules.tiers import tier_changes
from moderation.services.steps import all_reasons
from orgs.models import Organization, Role
from orgs.permissions import administrators, is_editor, is_member, works_for
from outbox import handles
from outbox.models import Event

State = Submission.State
FOR_A_MAIL = ("organization", "page__locale", "submitted_by", "decided_by", "appeal_of")


@handles(SUBMISSION_OPENED, name="moderation.notify_opened")
def notify_opened(event: Event) -> None:
    """Record a notice of a new submission for the editors who may decide on it, if it still waits."""
    submission = _waiting_line(event)
    if submission:
        notify(editors_for(submission), Notice.Kind.OPENED, submission=submission)


@handles(SUBMISSION_SECOND_OPINION, name="moderation.notify_second_opinion")
def notify_second_opinion(event: Event) -> None:
    """Notify the editors who may decide, except the asker, that a second opinion on a submission is wanted."""
    submission = _waiting_line(event)
    if submission:
        others = [editor for editor in editors_for(submission) if editor.pk != submission.second_look_by_id]
        notify(others, Notice.Kind.SECOND, submission=submission)


@handles(SUBMISSION_REMINDED, name="moderation.notify_reminder")
def notify_reminder(event: Event) -> None:
    """Record a reminder of a waiting submission for its claimant or all deciding editors; if late, administrators."""
    submission, mark = _waiting_line(event), event.payload["mark"]
    if submission:
        holder = [submission.holder] if submission.holder else []
        people = administrators() if mark == Notice.Kind.LATE else holder or editors_for(submission)
        notify(people, mark, submission=submission)


@handles(SUBMISSION_POST_REVIEW, name="moderation.notify_post_review")
def notify_post_review(event: Event) -> None:
    """Notify editors that a review after publication is due, or mail the author that it found something."""
    submission = _submission(event)
    if submission is None:
        return
    if submission.post_review == Submission.PostReview.DUE:
        notify(editors_for(submission), Notice.Kind.POST_REVIEW, submission=submission)
    # When the page was taken down too, the mail about that tells it.
    elif submission.post_review == Submission.PostReview.FINDING and submission.page.live:
        author = _author(submission)
        if author and author.decision_mails:
            send_to_person(
                author, "finding", submission, identity=f"finding {submission.pk}", link=_page_link(submission.page_id)
            )


@handles(SUBMISSION_DECIDED, name="moderation.mail_decision")
def mail_decision(event: Event) -> None:
    """Record a mail to a submission's author about the decision, if she wants mails about decisions."""
    submission = _submission(event, *FOR_A_MAIL)
    author = _author(submission) if submission else None
    if submission is None or author is None or not author.decision_mails:
        return
    with override(author.language):
        # Within override(): listed reasons have a name in each language.
        reason = all_reasons(submission)
    is_public = submission.state == State.APPROVED and submission.page.live
    context = {
        "reason": reason,
        "is_public": is_public,
        "later": submission.state == State.APPROVED and submission.page.approved_schedule,
        "corrected": submission.corrections.filter(state=Correction.State.PUBLISHED).exists(),
        "link": submission.page.full_url if is_public else _page_link(submission.page_id),
    }
    send_to_person(author, "decided", submission, identity=f"decided {submission.pk}", **context)


@handles(CORRECTION_OFFERED, name="moderation.mail_correction")
def mail_correction(event: Event) -> None:
    """Record a mail to a submission's author about a correction still on offer, even if she wants no mails.

    A small correction is published when she does not answer, so she must know.
    """
    rows = Correction.objects.select_related("submission__submitted_by", "submission__organization", "created_by")
    correction = rows.filter(pk=event.payload["correction"], state=Correction.State.OFFERED).first()
    author = correction and _author(correction.submission)
    if correction and author:
        there = link("workspace:correction", correction.pk)
        send_to_person(author, "correction", correction, identity=f"correction {correction.pk}", link=there)


@handles(CORRECTION_ANSWERED, name="moderation.notify_correction_declined")
def notify_correction_declined(event: Event) -> None:
    """Record a notice for the editor whose correction was declined, unless she declined it herself."""
    rows = Correction.objects.select_related("created_by").filter(state=Correction.State.DECLINED)
    correction = rows.filter(pk=event.payload["correction"]).first()
    if correction and correction.created_by and correction.created_by_id != correction.answered_by_id:
        notify([correction.created_by], Notice.Kind.DECLINED, correction=correction)


@handles(PAGE_WITHDRAWN, name="moderation.mail_withdrawal")
def mail_withdrawal(event: Event) -> None:
    """Record a mail to the author of a page that an editor from outside took down, even if she wants no mails."""
    rows = Withdrawal.objects.select_related("page__locale", "organization", "created_by").exclude(page=None)
    withdrawal = rows.filter(pk=event.payload["withdrawal"]).first()
    if withdrawal is None:
        return
    last = Submission.objects.filter(page=withdrawal.page_id).select_related("submitted_by").order_by("pk").last()
    author = last and _author(last)
    if not author or author == withdrawal.created_by:
        return
    # Her own organization's withdrawal is no news for the author.
    if withdrawal.is_takedown:
        identity = f"withdrawn {withdrawal.pk}"
        send_to_person(author, "withdrawn", withdrawal, identity=identity, link=_page_link(withdrawal.page_id))


@handles(SCHEDULE_DROPPED, name="moderation.mail_schedule_dropped")
def mail_schedule_dropped(event: Event) -> None:
    """Record a mail to the author that her scheduled page will not be published, and why, even if she wants no mails.

    It is sent even when she wants no mails: she counts on its being public.
    """
    submission = _submission(event, *FOR_A_MAIL)
    author = _author(submission) if submission else None
    if submission and author:
        context = {"obstacle": event.payload["obstacle"], "link": _page_link(submission.page_id)}
        send_to_person(author, "schedule_dropped", submission, identity=f"dropped {event.pk}", **context)


@handles(ORGANIZATION_TIER_CHANGED, name="moderation.mail_tier")
def mail_tier(event: Event) -> None:
    """Record a mail to all active managers of an organization about its new tier and the reason."""
    organization = Organization.objects.filter(pk=event.payload["organization"]).first()
    if organization is None:
        return
    managers = User.objects.filter(
        is_active=True, memberships__organization=organization, memberships__role=Role.MANAGER
    )
    last = tier_changes(organization).first()
    context = {"reason": last.data.get("reason", "") if last else "", "link": link("workspace:home")}
    for manager in managers.order_by("pk"):
        send_to_person(manager, "tier", organization, identity=f"tier {event.pk}", **context)


@handles(PROFILE_DECIDED, name="moderation.mail_profile_decision")
def mail_profile_decision(event: Event) -> None:
    """Record a mail on a profile change's decision to its proposer, if a member who wants such mails."""
    change = _profile_change(event)
    person = change.proposed_by if change else None
    if change and person and person.is_active and is_member(person, change.organization_id) and person.decision_mails:
        send_to_person(person, "profile", change, identity=f"profile {change.pk}", link=link("workspace:profile"))


@handles(REPORT_ANSWERED, name="moderation.mail_report_answer")
def mail_report_answer(event: Event) -> None:
    """Record a mail with the answer to the reader who reported something, if she left an e-mail address."""
    report = _report(event)
    if report and report.email and report.state != Report.State.OPEN:
        send_to_reader(report.email, "report", report, language=report.language, identity=f"report {report.pk}")


def _page_link(page_id: int | None) -> str:
    return link("workspace:content-item", page_id)


def _author(submission: Submission) -> User | None:
    """Return the person who sent a submission, as long as she may read it."""
    person = submission.submitted_by
    if person is None or not person.is_active:
        return None
    return person if works_for(person, submission.organization_id) or is_editor(person) else None


def _submission(event: Event, *related: str) -> Submission | None:
    """Return the event's submission with its page, unless that was deleted; `related` for what a mail tells of it."""
    rows = Submission.objects.select_related("page", *related).exclude(page=None)
    return rows.filter(pk=event.payload["submission"]).first()


def _waiting_line(event: Event) -> Submission | None:
    """Return the event's submission if it waits on a line of its own: of two languages sent as one, the original."""
    # Whether there is another language; it is read where there is one.
    submission = _submission(event, "sent_with_translation", "sent_with_original")
    return submission if submission and submission.is_waiting and not submission.stands_on_other_line else None


def _report(event: Event) -> Report | None:
    rows = Report.objects.select_related("page").exclude(page=None, object_kind="")
    return rows.filter(pk=event.payload["report"]).first()


def _profile_change(event: Event) -> ProfileChange | None:
    rows = ProfileChange.objects.select_related("organization", "proposed_by")
    return rows.filter(pk=event.payload["change"]).first()
