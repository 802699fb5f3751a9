"""The mails that follow what happens to a submission, each in its reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from moderation.models import Submission, Withdrawal
from moderation.permissions import authors, needs_reason_to_withdraw
from orgs.permissions import EDITORS_GROUP
from outbox import handles, mail
from outbox.models import Event


@handles("submission.opened")
def tell_editors(event: Event) -> None:
    """Mail the editors who may decide, unless the page was taken back meanwhile."""
    submission = _submission(event)
    if submission and submission.is_waiting:
        for editor in editors_for(submission):
            _mail(editor, "opened", submission, link=_link("workspace:review", submission.pk))


@handles("submission.decided")
def tell_author(event: Event) -> None:
    """Mail the decision to the one who sent it."""
    submission = _submission(event)
    if submission is None or submission.submitted_by is None:
        return
    approved = submission.state == Submission.State.APPROVED
    link = submission.page.full_url if approved else _link("workspace:home")
    later = approved and submission.page.approved_schedule
    _mail(submission.submitted_by, "decided", submission, approved=approved, later=later, link=link)


@handles("page.withdrawn")
def tell_whose_page_went(event: Event) -> None:
    """Mail whoever sent a page last when somebody from outside took it from the public."""
    rows = Withdrawal.objects.select_related("page__locale", "organization", "by")
    withdrawal = rows.filter(pk=event.payload["withdrawal"]).first()
    if withdrawal is None:
        return
    last = Submission.objects.filter(page=withdrawal.page_id).select_related("submitted_by").order_by("pk").last()
    if last is None or last.submitted_by is None or last.submitted_by == withdrawal.by:
        return
    if withdrawal.by is None or needs_reason_to_withdraw(withdrawal.by, withdrawal.page.specific):
        _mail(last.submitted_by, "withdrawn", withdrawal, link=_link("workspace:home"))


def editors_for(submission: Submission) -> Iterable[User]:
    """The central editors who wrote nothing of it; where there are none, the administrators."""
    others = User.objects.filter(is_active=True).exclude(pk__in=authors(submission)).order_by("pk")
    return list(others.filter(groups__name=EDITORS_GROUP)) or list(others.filter(is_superuser=True))


def _submission(event: Event) -> Submission | None:
    rows = Submission.objects.select_related("organization", "page__locale", "submitted_by", "decided_by")
    return rows.filter(pk=event.payload["submission"]).first()


def _link(name: str, *args: object) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)


def _mail(person: User, kind: str, about: Submission | Withdrawal, **context: object) -> None:
    """Record a mail in the person's language; the first line of its template is the subject."""
    with override(person.language):
        text = render_to_string(f"moderation/mail/{kind}.txt", context | {"person": person, "about": about})
    subject, _end, body = text.strip().partition("\n")
    mail.send(person.email, subject, body.strip() + "\n", language=person.language, key=f"{kind} {about.pk}")
