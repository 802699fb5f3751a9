"""Saying no in words that help."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from moderation.content import content_hash
from moderation.models import Submission
from moderation.permissions import may_submit, organization_of
from orgs.models import OrgContentPage

# Kinds that are nothing without a text; an event or a publication may say all in its fields and its file.
OF_WORDS = {"update", "article"}


# Wagtail's own views answer this kind of error by a redirect with a message; any other would be a server error.
class Refused(PermissionDenied):
    """What was asked for is not possible; the message tells a person why and what to do."""

    def __str__(self) -> str:
        return str(self.args[0])


def outcome(submission: Submission) -> str:
    """What became of a submission, in one sentence."""
    name = submission.decided_by.name if submission.decided_by else _("Somebody")
    if submission.state == Submission.State.APPROVED:
        return _("%(name)s has approved it already.") % {"name": name}
    if submission.state == Submission.State.RETURNED:
        return _("%(name)s has returned it already.") % {"name": name}
    if submission.state == Submission.State.TAKEN_BACK:
        return _("It was taken back.")
    return _("It waits for an editor.")


def check_sendable(page: Page, revision: Revision, user: object) -> None:
    """Raise Refused when this content cannot be sent for review by this person.

    `page` is the page as the revision has it.
    """
    if not may_submit(user, page):
        raise Refused(_("Only members of the organization can send its pages for review."))
    if not organization_of(page).is_active:
        raise Refused(_("Your organization is suspended at the moment. Write to the editors to learn more."))
    check_complete(page)
    if page.live and content_hash(revision) == public_hash(page):
        raise Refused(_("Nothing has changed since it was published. Change something, then send it."))


def check_complete(page: Page) -> None:
    """Raise Refused when something that the public must find is missing."""
    try:
        page.full_clean()
    except ValidationError as error:
        raise Refused(incomplete(page, error)) from error
    if getattr(page, "entry_type", "") in OF_WORDS and not has_words(page):
        raise Refused(_("It has no text yet. Write a summary or a text, then send it."))


def has_words(page: OrgContentPage) -> bool:
    return bool(page.entry_summary().strip() or page.entry_text().strip())


def public_hash(page: Page) -> str | None:
    """The fingerprint of what is public now, as it was approved; else of the revision that was published."""
    # Asked of the row: a page made of a revision tells what was public when that revision was saved.
    public = Revision.objects.filter(pk__in=Page.objects.filter(pk=page.pk).values("live_revision")).first()
    if public is None:
        return None
    approved = public.submissions.filter(state=Submission.State.APPROVED).last()
    return approved.content_hash if approved else content_hash(public)


def incomplete(page: Page, error: ValidationError) -> str:
    """Name each field that is wrong, and how."""
    problems = [
        f"{_label(page, name)}: {' '.join(messages)}" if name != "__all__" else " ".join(messages)
        for name, messages in error.message_dict.items()
    ]
    start = ngettext("Please correct this first.", "Please correct these first.", len(problems))
    return f"{start} {' '.join(problems)}"


def _label(page: Page, name: str) -> str:
    return str(page._meta.get_field(name).verbose_name).capitalize()
