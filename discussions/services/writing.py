"""Write on the web: by somebody who takes part, or first and to be confirmed after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.refusal import Refusal
from discussions.locks import lock_place
from discussions.models import Board, JoinRequest, Participant, Post, Thread
from discussions.services.drafts import delete_draft
from discussions.services.joining import agree_to_rules, refuse_too_many, request_to_join, unconfirmed_participant
from discussions.services.posting import Written, add_post, open_thread
from discussions.services.preferences import take_name
from orgs.models import Organization

# Posts of a thread that nobody has confirmed yet; anybody can type anybody's address.
MOST_UNCONFIRMED = 20
SENT_TWICE_WITHIN = timedelta(minutes=10)


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
def write_post(new: NewPost, participant: Participant) -> Post:
    """Write a participant's post (once if sent twice), delete its draft; rights unchecked. Refusal: limits, closed.

    Her name and that she read the rules are saved with it. The same text sent twice within ten minutes is one post.
    Raises Refusal above the limits of a day, and where nobody can write any more.
    """
    # Before the limits are counted: of two requests at once the second sees the first.
    lock_place(new.board, new.thread)
    refuse_too_many(participant, is_new_thread=new.thread is None)
    agree_to_rules(participant)
    if not participant.name and not new.board.is_sensitive:
        take_name(participant, new.name)
    post = _add(new, Written(participant, new.name, new.text, organization=new.organization))
    delete_draft(participant, new.board, new.thread)
    return post


@transaction.atomic
def write_unconfirmed(new: NewPost, email: str, sender: str, language: str) -> JoinRequest:
    """Store a stranger's post until she confirms her address, record the mail. Refusal if closed or 20 wait there.

    Raises Refusal where twenty posts of a thread wait for that already, and where nobody can write any more.
    """
    lock_place(new.board, new.thread)
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
    if sent := _sent_a_moment_ago(new, written):
        return sent
    if new.thread is None:
        return open_thread(new.board, new.title, written, new.page)
    return add_post(new.thread, written, new.parent)


def _sent_a_moment_ago(new: NewPost, written: Written) -> Post | None:
    """Return the same post of the same author that was just sent, None for a new one.

    On a slow line people press twice. Whoever calls has locked board or thread, so that the second of two requests sees
    the first.
    """
    since = timezone.now() - SENT_TWICE_WITHIN
    same = Post.objects.filter(participant=written.participant, name=written.name, text=written.text)
    same = same.filter(origin=Post.Origin.WEB, created_at__gt=since)
    # What a stranger typed with her address is not her own, and the other way round.
    states = [Post.State.WAITING, Post.State.PUBLIC] if written.is_confirmed else [Post.State.UNCONFIRMED]
    if new.thread is not None:
        return same.filter(thread=new.thread, state__in=states).first()
    return same.filter(thread__board=new.board, thread__title=new.title, number=1, state__in=states).first()
