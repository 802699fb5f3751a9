"""Publication of a page that was decided with many others at once: an old site that moves in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from common.refusal import Refusal
from common.typed_text.characters import one_line
from moderation.comparison.content_hash import content_hash
from moderation.models import Submission
from moderation.rules.completeness import check_complete
from moderation.rules.permissions import page_writers
from moderation.services.deciding import publish_approved
from moderation.services.steps import locked, write_log
from orgs.guard.conflict_of_interest import refuse_conflict

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def publish_in_batch(revision: Revision, *, sent_by: User | None, editor: User | None) -> Submission:
    """Publish, log a page as decided for a batch; no mail. Refusal: changed, waiting, conflict, suspended, incomplete.

    The caller has compared the revision with what the editor decided about, and holds its lock. The same questions are
    asked as of a page that is sent alone: pictures, alternative texts, required texts. Raises Refusal too for an editor
    who wrote any of it or belongs to the organization, and for a page that waits for an editor.
    """
    page = locked(int(revision.object_id))
    _check_page(page, revision, editor)
    content = revision.as_object()
    check_complete(content)
    now = timezone.now()
    submission = Submission.objects.create(
        organization_id=page.organization_id,
        page_id=page.pk,
        revision=revision,
        content_hash=content_hash(revision, content),
        title=one_line(content.title),
        kind=content.page_kind.name,
        state=Submission.State.APPROVED,
        is_in_batch=True,
        submitted_by=sent_by,
        submitted_at=now,
        due_at=now,
        decided_by=editor,
        decided_at=now,
    )
    submission.topics.add(*content.entry_topics())
    write_log(submission, "approved", editor, batch=True)
    publish_approved(submission, None)
    return submission


def _check_page(page: Any, revision: Revision, editor: User | None) -> None:
    """Raise Refusal for a page that was changed since or waits, or that this editor may not decide about."""
    if page.latest_revision_id != revision.pk:
        raise Refusal(_("Somebody has changed it since it was made."), code="content_changed")
    if Submission.objects.waiting().filter(page=page.pk).exists():
        raise Refusal(_("It waits for an editor already."), code="in_review")
    refuse_conflict(editor, page.organization_id, page_writers(page))
    if not page.organization.is_active:
        raise Refusal(_("The organization is suspended."), code="organization_suspended")
