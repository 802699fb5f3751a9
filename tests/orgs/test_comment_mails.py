"""Letters about comments: after the save, and only to those who may still read the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, CommentReply, PageSubscription

from orgs.models import Membership, Organization
from outbox.models import Event
from outbox.services import drain as drain_some
from tests.accounts.sign_in_helpers import sign_in

FORMS = {f"comments-{name}_FORMS": number for name, number in (("TOTAL", "1"), ("INITIAL", "0"), ("MIN_NUM", "0"))}
COMMENT = {
    "text": "Seven looms came.", "title": "Seven looms", "image": "", **FORMS, "comments-MAX_NUM_FORMS": "",
    "comments-0-contentpath": "title", "comments-0-text": "Which looms?", "comments-0-position": "",
    "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
}  # fmt: skip


class Down(BaseEmailBackend):
    """A mail server that is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def page(make_page: Any, organization: Any, officer: Any) -> Any:
    page = make_page("update", organization, owner=officer, title="Seven looms")
    PageSubscription.objects.create(page=page, user=officer, comment_notifications=True)
    return page


def comment(client: Client, page: Any, person: Any) -> int:
    sign_in(client, person)
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), COMMENT).status_code


def recipients(drain: Any, mailoutbox: Any) -> list[str]:
    drain()
    return sorted(address for letter in mailoutbox for address in letter.to)


def test_who_follows_a_page_reads_what_was_written(client, page, officer, editor, drain, mailoutbox):
    assert comment(client, page, editor) == 302
    assert not mailoutbox, "sent inside the request"
    assert recipients(drain, mailoutbox) == [officer.email]
    assert "Which looms?" in mailoutbox[0].body
    assert f"/admin/pages/{page.pk}/edit/" in mailoutbox[0].body


def test_without_a_mail_server_the_save_holds(client, page, editor, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    assert comment(client, page, editor) == 302
    assert Comment.objects.get().text == "Which looms?"
    drain_some()
    assert Event.objects.filter(kind="mail.send", state=Event.State.PENDING).count() == 1


@pytest.mark.parametrize("how", ["left", "suspended", "frozen", "inactive"])
def test_who_may_not_read_it_any_more_gets_no_letter(
    how, client, page, officer, organization, editor, drain, mailoutbox
):
    answered = Comment.objects.create(page=page, user=officer, text="Mine", contentpath="title")
    CommentReply.objects.create(comment=answered, user=officer, text="Also mine")
    if how == "left":
        # Only the row goes: her subscription stays, as after a fault.
        Membership.objects.filter(user=officer).delete()
    elif how == "inactive":
        type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    else:
        Organization.objects.filter(pk=organization.pk).update(status=how)
    assert comment(client, page, editor) == 302
    assert recipients(drain, mailoutbox) == []


def test_who_wants_no_letters_gets_none(client, page, officer, editor, drain, mailoutbox):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(officer)
    profile.updated_comments_notifications = False
    profile.save()
    comment(client, page, editor)
    assert recipients(drain, mailoutbox) == []
