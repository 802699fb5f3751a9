"""Wagtail's letters about comments, by the outbox and only to those who may still read the page.

The stock ones are sent while the page is being saved, and to everybody who ever subscribed or answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from wagtail.admin.views.pages import edit
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.models import User
from orgs import letters
from orgs.models import OrgContentPage
from orgs.permissions import is_editor, may_write


@transaction.atomic
def send_letters(people: Iterable[User], notification: str, context: dict[str, Any]) -> bool:
    """Record one letter to each person whom the comments of a page concern; takes the place of Wagtail's function.

    `context` has Wagtail's page, editor (who wrote) and lists of comments.
    """
    page, by = context["page"], context["editor"]
    for person in people:
        if may_be_told(person, page) and getattr(UserProfile.get_for_user(person), f"{notification}_notifications"):
            about = {"page": page.get_admin_display_title(), "by": by.name, "comments": told(context)}
            link = reverse("wagtailadmin_pages:edit", args=[page.pk])
            concerning = letters.work_for(page.organization_id) if isinstance(page, OrgContentPage) else ""
            letters.send("comments", person.email, person.language, about | {"link": link}, concerning=concerning)
    return True


def may_be_told(person: User, page: Page) -> bool:
    """Does she still read drafts of this page, whoever she was when she subscribed?"""
    if not person.is_active:
        return False
    return is_editor(person) or (isinstance(page, OrgContentPage) and may_write(person, page.organization_id))


def told(context: dict[str, Any]) -> list[str]:
    """What was written: new comments, and answers to earlier ones."""
    answers = [reply.text for told in context["replied_comments"] for reply in told["replies"]]
    return [comment.text for comment in context["new_comments"]] + answers


def close() -> None:
    """Put this in the place of Wagtail's own. Called once, when the apps are ready."""
    edit.send_notification = send_letters
