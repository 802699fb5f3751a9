"""Let people take part: by a confirmed address, or by an account with one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusal import Refusal
from common.typed_text.characters import mail_address
from discussions.joining.links import LINK_MAX_AGE
from discussions.locks import lock_thread_of, locked_participant
from discussions.models import Board, JoinRequest, Participant, Post, SenderAddress, Subscription, Thread
from discussions.outbox_events import JOIN_REQUESTED, JoinPayload
from discussions.rules.limits import LimitReached, limit_reached
from discussions.rules.names import clean_name
from discussions.services.after_leaving import state_on_confirming
from discussions.services.posting import refuse_closed, send_post
from discussions.services.preferences import take_name
from mail.unsolicited import may_write_to
from outbox import record


@transaction.atomic
def unconfirmed_participant(email: str, language: str) -> Participant:
    """Return the participant with a mail address, unchanged; if there is none, create her unconfirmed.

    Nothing of a known participant changes: anybody may have typed her address.
    """
    return Participant.objects.get_or_create(email=mail_address(email), defaults={"language": language})[0]


@transaction.atomic
def request_to_join(
    participant: Participant,
    sender: str,
    language: str,
    *,
    post: Post | None = None,
    board: Board | None = None,
    rhythm: str = "",
) -> JoinRequest:
    """Store and return a request to take part; record its mail with link and digits, unless its address got too many.

    `sender` is the connection that asked. `post` is sent, and the mails of `board` begin, once it is confirmed. Without
    a word no mail is sent to an address that got too many: the answer must not tell anything about it.
    """
    asked = JoinRequest.objects.create(
        participant=participant,
        language=language,
        post=post,
        board=board,
        rhythm=rhythm,
        is_mailed=may_write_to(participant.email, sender),
    )
    if asked.is_mailed:
        record(JOIN_REQUESTED, f"join:{asked.pk}", JoinPayload(request=asked.pk))
    return asked


@transaction.atomic
def confirm(asked: JoinRequest) -> Participant | None:
    """Use up a request: confirm its participant, subscribe, send her post; None if used. Age, digits are not checked.

    A participant who was blocked stays blocked, and nothing is sent. A post that is refused now, because its thread was
    closed or its name taken meanwhile, stays unconfirmed, and its author finds it on her own page.
    """
    # Locks in the order of discussions.locks: the thread, then the participant.
    lock_thread_of(asked.post_id)
    participant = locked_participant(asked.participant_id)
    now = timezone.now()
    # The update counts: of two presses of the button one finds the request unused.
    if participant is None or not JoinRequest.objects.filter(pk=asked.pk, used_at=None).update(used_at=now):
        return None
    if participant.state in (Participant.State.UNCONFIRMED, Participant.State.PAUSED):
        participant.state, participant.bounces = state_on_confirming(participant), 0
    participant.confirmed_at = participant.confirmed_at or now
    participant.save(update_fields=["state", "bounces", "confirmed_at"])
    _end_claims_of_others(participant)
    # Whoever was invited to a board did not ask for its mails.
    if participant.may_write and asked.board is not None and asked.rhythm:
        chosen = {"rhythm": asked.rhythm}
        # Her own choice of before is replaced: she has just asked for this one.
        Subscription.objects.update_or_create(participant=participant, board=asked.board, defaults=chosen)
    if participant.may_write and asked.post is not None:
        _send_confirmed(asked.post, participant)
    return participant


def _send_confirmed(post: Post, participant: Participant) -> None:
    if post.state != Post.State.UNCONFIRMED or post.participant_id != participant.pk:
        return
    # The rules were shown, and agreed to, beside the box in which she wrote.
    agree_to_rules(participant)
    post.participant = participant
    try:
        # A savepoint: after a refusal she still takes part.
        with transaction.atomic():
            # Somebody else may have this name by now.
            clean_name(post.name, participant, post.thread)
            if not participant.name and not post.thread.board.is_sensitive:
                take_name(participant, post.name)
            refuse_too_many(participant, is_new_thread=post.number == 1)
            refuse_closed(Thread.objects.select_related("board__organization").get(pk=post.thread_id))
            send_post(post)
    except Refusal:
        # The object has the state that send_post gave it; the row was rolled back.
        post.refresh_from_db()


def refuse_too_many(participant: Participant, *, is_new_thread: bool) -> None:
    """Raise Refusal when a participant wrote 20 posts in a day, or 3 new threads if this is another one."""
    reached = limit_reached(participant, is_new_thread=is_new_thread)
    if reached == LimitReached.THREADS:
        sentence = _(
            "You started three discussions today. Please answer in one of them, or start the next one tomorrow."
        )
        raise Refusal(sentence, code=reached.value)
    if reached is not None:
        raise Refusal(_("You wrote twenty posts today. Please go on tomorrow."), code=reached.value)


@transaction.atomic
def take_part(user: Any) -> Participant:
    """Return the participant of an account, created or linked by mail address. Refusal if the address is unverified.

    Whoever took part by the same address before stays who she was.
    """
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        raise Refusal(
            _("Please confirm the e-mail address of your account first, then you can take part."), code="not_verified"
        )
    if found := Participant.objects.select_for_update(no_key=True).filter(user=user).first():
        return found
    now = timezone.now()
    new = {"language": user.language}
    # The address: whoever took part by mail before has a participant without an account.
    participant, _is_new = Participant.objects.select_for_update(no_key=True).get_or_create(
        email=user.email, defaults=new
    )
    if participant.state == Participant.State.UNCONFIRMED:
        participant.state = state_on_confirming(participant)
    participant.confirmed_at = participant.confirmed_at or now
    participant.user = user
    participant.save(update_fields=["state", "confirmed_at", "user"])
    _end_claims_of_others(participant)
    return participant


def _end_claims_of_others(participant: Participant) -> None:
    """Delete a confirmed address from the further addresses of others: whoever reads its mails is its owner."""
    SenderAddress.objects.filter(email=participant.email).exclude(participant=participant).delete()


@transaction.atomic
def agree_to_rules(participant: Participant) -> None:
    """Store, once, the time at which a participant agreed to the rules of discussions."""
    if participant.rules_read_at is None:
        participant.rules_read_at = timezone.now()
        participant.save(update_fields=["rules_read_at"])


def delete_unconfirmed() -> None:
    """Delete requests to join, unconfirmed posts, their empty threads and unconfirmed participants after 7 days.

    Each deletion is a transaction of its own, so that none holds rows that somebody locks in another order.
    """
    before = timezone.now() - LINK_MAX_AGE
    # WEB alone: posts of mails wait as AskedPost, and imported ones for editors.
    Post.objects.filter(state=Post.State.UNCONFIRMED, origin=Post.Origin.WEB, created_at__lt=before).delete()
    JoinRequest.objects.filter(created_at__lt=before).delete()
    # A thread whose only post was never confirmed was seen by nobody.
    Thread.objects.filter(posts=None, created_at__lt=before - timedelta(days=1)).delete()
    waiting = Participant.objects.filter(state=Participant.State.UNCONFIRMED, confirmed_at=None, created_at__lt=before)
    waiting.filter(join_requests=None).delete()
