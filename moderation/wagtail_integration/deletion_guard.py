"""Protection of pages from deletion, whichever screen or programming interface asks for it.

Wagtail lets members delete what is not public, and administrators everything. With the page its submissions and the
editors' decisions would be lost.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester

from common.refusal import Refusal
from moderation.matters.kind_names import REPORT
from moderation.models import Report, Submission, Withdrawal
from moderation.services import cancel_review
from moderation.services.matters import close_matter
from orgs.guard.current_user import current_user
from orgs.models import OrgContentPage
from orgs.permissions import is_editor
from orgs.wagtail_patches import registry

State = Submission.State
DECIDED = (State.APPROVED, State.RETURNED, State.REFUSED)

# Taken before apply_all() below puts our own in its place.
stock_can_delete = PagePermissionTester.can_delete


def can_delete(self: Any, ignore_bulk: bool = False) -> bool:
    """Return whether a user may delete a page in Wagtail: its own rule allows it, and no page below must be kept."""
    if not stock_can_delete(self, ignore_bulk):
        return False
    return not kept_pages(self.page.get_descendants(inclusive=True), self.user).exists()


def kept_pages(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Return those of the pages this user may not delete: public, waiting, reported; for members also decided ones."""
    sent = Submission.objects.filter(page=OuterRef("pk"))
    reported = Report.objects.filter(page=OuterRef("pk"), state=Report.State.OPEN)
    content = OrgContentPage.objects.filter(pk=OuterRef("pk"))
    kept = Exists(sent.waiting()) | Exists(reported) | Q(Exists(content), live=True)
    if not is_editor(user):
        # Members must not delete what editors have decided about.
        kept |= was_decided()
    elif own := [membership.organization_id for membership in user.memberships.all()]:
        # An editor who is a member of an organization may not clear its record either.
        kept |= Q(was_decided(), Exists(content.filter(organization__in=own)))
    return pages.filter(kept)


def was_decided() -> Any:
    """Return the database condition that an editor decided on a page, or that the page was withdrawn."""
    sent = Submission.objects.filter(page=OuterRef("pk"), state__in=DECIDED)
    return Exists(sent) | Exists(Withdrawal.objects.filter(page=OuterRef("pk")))


@receiver(pre_delete, sender=Page)
def refuse_deleting_kept_page(instance: Page, **kwargs: Any) -> None:
    """Raise Refusal if a user deletes a page that must be kept; with no user, end what waits on it (receiver)."""
    user = current_user()
    if user is None:
        close_waiting_work(instance)
    elif kept_pages(Page.objects.filter(pk=instance.pk), user).exists():
        raise Refusal(
            _(
                "This page cannot be deleted: it is public, an editor has it or has decided on it, or a reader "
                "reported it. Withdraw it or take it back instead."
            ),
            code="page_kept",
        )


def close_waiting_work(page: Page) -> None:
    """Close waiting submissions, with their pairs, due post-reviews and open reports of a page being deleted."""
    now = timezone.now()
    waiting = list(Submission.objects.waiting().with_pairs().filter(page=page.pk))
    Submission.objects.filter(pk__in=[submission.pk for submission in waiting]).update(
        state=State.TAKEN_BACK, decided_at=now, claimed_by=None, claimed_at=None
    )
    # Never one language alone: what was sent together is a draft again.
    for other in (part for submission in waiting for part in submission.parts if part is not submission):
        cancel_review(other, None)
    due = Submission.objects.filter(page=page.pk, post_review=Submission.PostReview.DUE)
    due.update(post_review=Submission.PostReview.NONE)
    opened = Report.objects.filter(page=page.pk, state=Report.State.OPEN)
    for number in opened.values_list("pk", flat=True):
        close_matter(REPORT, number)
    opened.update(state=Report.State.TAKEN_DOWN, answered_at=now)


WHY = "What waits or was decided is not deleted: Wagtail asks for rights on the tree alone."
registry.register(
    registry.Patch("wagtail.models:PagePermissionTester.can_delete", "(self, ignore_bulk=False)", can_delete, WHY)
)
registry.apply_all()
