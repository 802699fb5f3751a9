"""The guard that closes Wagtail's own ways of publishing to everybody, administrators included.

Nobody is granted Wagtail's publish permission, but a superuser needs no grant, and the ways are many: editing,
creating, copying, aliases, bulk actions, the admin's API, translating. All of them save the row of a page, and the
guard checks that.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision

from common.refusal import Refusal
from moderation.comparison.content_hash import fingerprint, has_hash
from moderation.rules.approvals import approved_hash


# Without a sender: each class of pages sends the signal under its own name.
@receiver(pre_save)
def refuse_unapproved_publication(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Raise Refusal when a user saves as public a page that nobody approved, or makes an alias (receiver)."""
    if not isinstance(instance, Page) or not (instance.live or _is_new_alias(instance)):
        return
    # Wagtail saves single fields of live pages all the time, such as has_unpublished_changes.
    if update_fields is not None and not {"live", "live_revision"} & set(update_fields):
        return
    # No user means a command or a service, which publishes only what it is meant to.
    if get_active_log_context().user is None:
        return
    if not _is_public(instance) and not _was_approved(instance):
        raise Refusal(
            _("A page needs a review before it becomes public. Save it as a draft and send it for review."),
            code="review_required",
        )


def _is_new_alias(page: Page) -> bool:
    """Return whether a page is made as an alias, live or not: Wagtail makes it public as soon as its source is."""
    return page._state.adding and page.alias_of_id is not None


def _is_public(page: Page) -> bool:
    """Return whether this very content is public already, so that the row is merely saved again.

    The translation editor writes a draft straight into the row of a live page.
    """
    # Read from the database: the object in hand has the new content already.
    now = type(page).objects.filter(pk=page.pk, live=True, live_revision=page.live_revision_id).first()
    return now is not None and fingerprint(now.serializable_data()) == fingerprint(page.serializable_data())


def _was_approved(page: Page) -> bool:
    """Return whether the page says what an approved revision of its own says.

    Not another page's: a copy, or an alias in another language, takes the number of its source's along.
    """
    revision = Revision.objects.for_instance(page).filter(pk=page.live_revision_id).first() if page.pk else None
    if revision is None:
        return False
    # The revision's content is compared too: autosave may have written other content under the approved id.
    approved = approved_hash(revision.pk)
    return approved is not None and has_hash(revision, approved) and _says_the_same(page, revision)


def _says_the_same(page: Page, revision: Revision) -> bool:
    """Return whether the row that is saved holds the words of the revision by whose number it would be public."""
    return fingerprint(page.serializable_data()) == fingerprint(revision.as_object().serializable_data())
