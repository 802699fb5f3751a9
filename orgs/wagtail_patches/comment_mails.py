"""Mails about comments on a page, through the outbox and only to people who may still read the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.models import User
from orgs import mails
from orgs.models import OrgContentPage
from orgs.permissions import is_editor, may_write


@transaction.atomic
def send_notification(recipient_users: Iterable[User], notification: str, extra_context: dict[str, Any]) -> bool:
    """Record a mail about comments on a page to each recipient who may read drafts and wants mails; return True.

    `extra_context` has Wagtail's page, editor (who wrote) and lists of comments.
    """
    page, by = extra_context["page"], extra_context["editor"]
    for person in recipient_users:
        # Wagtail notifies everybody who follows the page, also a person who has left the organization since.
        if may_be_notified(person, page) and wants_mail(person, notification):
            about = {"page": page.get_admin_display_title(), "by": by.name, "comments": comment_texts(extra_context)}
            link = reverse("wagtailadmin_pages:edit", args=[page.pk])
            concerning = mails.work_for(page.organization_id) if isinstance(page, OrgContentPage) else ""
            mails.send("comments", person.email, person.language, about | {"link": link}, concerning=concerning)
    return True


def may_be_notified(person: User, page: Page) -> bool:
    """Return whether an active person is an editor, or a member of a page's organization while that is active."""
    if not person.is_active:
        return False
    return is_editor(person) or (isinstance(page, OrgContentPage) and may_write(person, page.organization_id))


def wants_mail(person: User, notification: str) -> bool:
    """Return whether a person's profile asks for mails of this kind of notification."""
    return bool(getattr(UserProfile.get_for_user(person), f"{notification}_notifications"))


def comment_texts(context: dict[str, Any]) -> list[str]:
    """Return the texts of the new comments and replies in a notification's context."""
    answers = [reply.text for thread in context["replied_comments"] for reply in thread["replies"]]
    return [comment.text for comment in context["new_comments"]] + answers
