"""Write threads and posts: the one way for the web, for mails and for archives."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.refusal import Refusal
from discussions.locks import locked_board, locked_participant, locked_thread
from discussions.models import Board, Participant, Post, Thread
from discussions.outbox_events import POST_URGENT, PostPayload
from discussions.rules.own_secrets import without_own_secrets
from discussions.rules.review import tells_of_danger, waits_because
from discussions.rules.writing import Closed, why_closed
from discussions.services.publishing import publish_post, put_before_editors
from khmer.text import has_khmer
from orgs.models import Organization
from outbox import record


@dataclass(frozen=True)
class Written:
    """A post as it was written: its text, its author, the name that is shown, and the way it came in.

    With `is_confirmed` False it waits for its author's own yes first, as a mail does of which it is not sure who wrote
    it. `message_id` is that of the mail it came with. `organization` is the one for which a member wrote.
    """

    participant: Participant
    name: str
    text: str
    origin: Post.Origin = Post.Origin.WEB
    message_id: str = ""
    is_confirmed: bool = True
    organization: Organization | None = None


@transaction.atomic
def open_thread(board: Board, title: str, written: Written, page: Page | None = None) -> Post:
    """Create a thread with its first post and return the post; rights are not checked. Refusal if posting is closed."""
    board = locked_board(board.pk)
    # The counter alone may be too low: a form that was read before the newest thread may have saved the board since.
    highest = board.threads.aggregate(highest=Max("number"))["highest"] or 0
    number = max(board.last_thread, highest) + 1
    # Secrets are taken out at the one place through which all posts come.
    thread = Thread(board=board, number=number, title=without_own_secrets(title), language=language_of(written.text))
    thread.page = page
    refuse_closed(thread)
    thread.save()
    board.last_thread = thread.number
    board.save(update_fields=["last_thread"])
    return add_post(thread, written)


@transaction.atomic
def add_post(thread: Thread, written: Written, parent: Post | None = None) -> Post:
    """Add a post, public or waiting, and return it; rights are not checked. Refusal if closed or its author is blocked.

    Raises Refusal when the thread takes no more posts, and when its author left or was blocked a moment ago; the
    permission to write is asked by whoever calls.
    """
    locked = locked_thread(thread.pk)
    refuse_closed(locked)
    if written.is_confirmed:
        # After the thread, as discussions.locks says.
        _refuse_silenced(written.participant)
    text = without_own_secrets(written.text)
    locked.last_number += 1
    locked.save(update_fields=["last_number"])
    title = thread.title if locked.last_number == 1 else ""
    post = Post.objects.create(
        thread=locked,
        number=locked.last_number,
        parent=parent,
        participant=written.participant,
        name=written.name,
        organization=written.organization,
        language=language_of(text),
        text=text,
        origin=written.origin,
        message_id=written.message_id,
        # Told at once, also of one that its author has not confirmed yet: she is shown whom to call.
        is_urgent=tells_of_danger((title, text)),
        state=Post.State.WAITING if written.is_confirmed else Post.State.UNCONFIRMED,
    )
    if post.is_urgent and post.origin == Post.Origin.MAIL:
        record(POST_URGENT, f"thread:{locked.pk}", PostPayload(post=post.pk))
    if written.is_confirmed:
        send_post(post)
    return post


def send_post(post: Post) -> None:
    """Publish a participant's post at once, or put it before editors if the rules of review say so.

    Call it in a transaction.
    """
    assert post.participant is not None  # A post from an archive comes in another way.
    texts = (post.thread.title, post.text) if post.number == 1 else (post.text,)
    because = waits_because(post.thread.board, post.participant, texts)
    post.state = Post.State.WAITING
    post.save(update_fields=["state"])
    if because is None:
        publish_post(post)
    else:
        put_before_editors(post)


def _refuse_silenced(participant: Participant) -> None:
    """Raise Refusal when a participant has left or was blocked; her row is locked until the transaction ends."""
    locked = locked_participant(participant.pk)
    if locked is None or not locked.may_write:
        raise Refusal(_("You do not take part any more, or an editor has blocked you."), code="silenced")


def refuse_closed(thread: Thread) -> None:
    """Raise Refusal when a thread takes no more posts: it, its board, organization, event or page is closed."""
    closed = why_closed(thread)
    if closed is not None:
        raise Refusal(closed_because(closed), code=closed.value)


def closed_because(closed: Closed) -> str:
    """Return the sentence, in the active language, that says why a thread takes no more posts."""
    return {
        Closed.BOARD: _("This board is closed: nobody can write here any more."),
        Closed.ORGANIZATION: _("The organization of this board is suspended: nobody can write here now."),
        Closed.THREAD: _("This discussion is closed: nobody can answer any more."),
        Closed.PAGE: _("The page that this discussion is about is no longer public."),
        Closed.EVENT: _("The event was more than two weeks ago, so this discussion is closed."),
    }[closed]


def language_of(text: str) -> str:
    """Return "km" for a text of which at least a third of the letters are Khmer, else "en"."""
    letters = [letter for letter in text if letter.isalpha()]
    khmer = sum(has_khmer(letter) for letter in letters)
    return "km" if letters and khmer * 3 >= len(letters) else "en"
