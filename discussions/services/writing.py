"""Write on the web: by somebody who takes part, or first and to be confirmed after."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.refusal import Refusal
from discussions.models import Board, JoinRequest, Participant, Post, Thread
from discussions.services.drafts import delete_draft
from discussions.services.joining import agree_to_rules, refuse_too_many, request_to_join, unconfirmed_participant
from discussions.services.posting import Written, add_post, open_thread
from orgs.models import Organization

# Posts of a thread that nobody has confirmed yet; anybody can type anybody's address.
MOST_UNCONFIRMED = 20


@dataclass(frozen=True)
class NewPost:
    """A post as typed into a form: its board or thread, its text, and the name under which it is shown.

    Without a `thread` it begins one on `board`, with `title`, about `page`.
    """

    board: Board
    text: str
    name: str
    thread: Thread | None = None
    parent: Post | None = None
    title: str = ""
    page: Page | None = None
    organization: Organization | None = None


@transaction.atomic
def write(new: NewPost, participant: Participant) -> Post:
    """Write a participant's post, remember her name and that she read the rules, and forget her draft.

    Raises Refusal above the limits of a day, and where nobody can write any more.
    """
    refuse_too_many(participant, is_new_thread=new.thread is None)
    agree_to_rules(participant)
    if not participant.name and not new.board.is_sensitive:
        participant.name = new.name
        participant.save(update_fields=["name"])
    post = _add(new, Written(participant, new.name, new.text, organization=new.organization))
    delete_draft(participant, new.board, new.thread)
    return post


@transaction.atomic
def write_unconfirmed(new: NewPost, email: str, sender: str, language: str) -> JoinRequest:
    """Keep a stranger's post until she confirms that the address is hers, and mail her link and digits.

    Raises Refusal where many posts of a thread wait for that already.
    """
    if new.thread is not None:
        waiting = Post.objects.filter(thread=new.thread, state=Post.State.UNCONFIRMED)
        if waiting.count() >= MOST_UNCONFIRMED:
            raise Refusal(
                _("Too many answers to this discussion wait. Please confirm your address first, and then write."),
                code="too_many_unconfirmed",
            )
    participant = unconfirmed_participant(email, language)
    post = _add(new, Written(participant, new.name, new.text, is_confirmed=False))
    return request_to_join(participant, sender, language, post=post)


def _add(new: NewPost, written: Written) -> Post:
    if new.thread is None:
        return open_thread(new.board, new.title, written, new.page)
    return add_post(new.thread, written, new.parent)
