"""A participant's own answers about her mails: that one is hers, that it is not, and that something is missing."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from discussions.locks import lock_place, locked_thread
from discussions.models import AskedPost, IncomingMail, Post
from discussions.models.posts import LONGEST_POST
from discussions.receiving.content import MailContent
from discussions.receiving.origin import MailOrigin
from discussions.receiving.refusals import BLOCKED, reason_sentence, refusal_code
from discussions.rules.own_secrets import without_own_secrets
from discussions.rules.review import tells_of_danger
from discussions.services.mail_in.mail_to_post import remember_sender
from discussions.services.posting import Written, add_post, open_thread, refuse_closed, send_post
from discussions.services.publishing import close_post

State = IncomingMail.State


@transaction.atomic
def confirm_asked(asked: AskedPost) -> Post:
    """Post a mailed text that a participant confirms as hers; return the post. Refusal if decided or not allowed now.

    The address it came from is known as hers from now on. Raises Refusal when it may not be published any more, or was
    decided meanwhile.
    """
    locked = _locked(asked)
    # After the text, as discussions.locks says.
    lock_place(locked.board, locked.thread)
    # The rights are asked anew: days may lie between the mail and her yes.
    participant = locked.participant
    origin = MailOrigin(participant, locked.board, locked.thread, locked.parent, is_proven=True)
    if code := refusal_code(origin, MailContent(text=locked.text)):
        raise Refusal(reason_sentence(code), code=code)
    remember_sender(participant, locked.sender)
    if participant.rules_read_at is None:
        participant.rules_read_at = timezone.now()
        participant.save(update_fields=["rules_read_at"])
    written = Written(participant, participant.name, locked.text, Post.Origin.MAIL, locked.message_id)
    if locked.thread is None:
        post = open_thread(locked.board, locked.title, written)
    else:
        post = add_post(locked.thread, written, locked.parent)
    IncomingMail.objects.filter(pk=locked.mail_id).update(state=State.POSTED, post=post)
    locked.delete()
    return post


@transaction.atomic
def deny_asked(asked: AskedPost) -> None:
    """Delete a mailed text that a participant says is not hers. Raises Refusal when it was decided meanwhile."""
    locked = _locked(asked)
    # The text that was cut goes too: it is a stranger's.
    IncomingMail.objects.filter(pk=locked.mail_id).update(state=State.REFUSED, verdict="denied", cut="")
    locked.delete()


def _locked(asked: AskedPost) -> AskedPost:
    rows = AskedPost.objects.select_for_update(of=("self",))
    locked = rows.select_related("participant__user", "board__organization", "thread__board", "parent")
    found = locked.filter(pk=asked.pk).first()
    if found is None:
        # Nothing is there any more: it was confirmed, denied, or is older than seven days.
        raise Refusal(_("You have decided about this mail already."), code="decided")
    return found


@transaction.atomic
def restore_cut(mail: IncomingMail) -> Post:
    """Put back into a post what was cut from its mail, and review it again. Refusal if decided on, closed or too long.

    Raises Refusal when the post was decided on meanwhile or becomes too long, and where she may not write any more.
    """
    locked = IncomingMail.objects.select_for_update(of=("self",)).filter(pk=mail.pk).first()
    post = locked.post if locked else None
    if locked is None or post is None or not locked.cut:
        raise Refusal(_("There is nothing to put back any more."), code="decided")
    # Its state is read with the thread locked: an editor may hide it at this moment.
    locked_thread(post.thread_id)
    post.refresh_from_db()
    if post.state not in (Post.State.PUBLIC, Post.State.WAITING):
        raise Refusal(_("An editor has decided on this post, so it cannot be changed any more."), code="decided")
    _refuse_silenced(post)
    text = without_own_secrets(f"{post.text}\n\n{locked.cut}")
    if len(text) > LONGEST_POST:
        raise Refusal(_("With it the post would be too long."), code="too_long")
    # Not public while it is judged again: what was cut may hold a telephone number.
    close_post(post, Post.State.WAITING)
    post.text, post.is_urgent = text, post.is_urgent or tells_of_danger((text,))
    post.save(update_fields=["text", "is_urgent"])
    send_post(post)
    locked.cut = ""
    locked.save(update_fields=["cut"])
    return post


def _refuse_silenced(post: Post) -> None:
    """Raise Refusal when the author of a post is blocked, or its thread takes no more posts."""
    if post.participant is None or not post.participant.may_write:
        raise Refusal(reason_sentence(BLOCKED), code=BLOCKED)
    refuse_closed(post.thread)
