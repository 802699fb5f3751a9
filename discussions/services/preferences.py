"""Change what a participant chose: her name, her mails, and whose posts she does not want to see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.refusal import Refusal
from discussions.models import Block, Board, MutedThread, Participant, Post, Subscription, Thread
from discussions.rules.names import name_taken

MOST_BLOCKS = 500


@transaction.atomic
def change_profile(participant: Participant, name: str, language: str) -> None:
    """Save a participant's display name and language. Raises Refusal when somebody else took the name.

    Raises Refusal when somebody took the name a moment ago.
    """
    take_name(participant, name)
    participant.language = language
    participant.save(update_fields=["language"])


def take_name(participant: Participant, name: str) -> None:
    """Save a participant's display name without the checks of clean_name. Raises Refusal if somebody else took it."""
    before, participant.name = participant.name, name
    try:
        # A savepoint: after an IntegrityError PostgreSQL refuses everything else in the transaction.
        with transaction.atomic():
            participant.save(update_fields=["name"])
    except IntegrityError:
        participant.name = before
        raise name_taken() from None


@transaction.atomic
def choose_mails(participant: Participant, rhythms: Mapping[Board, str]) -> None:
    """Save how often a participant gets mails of each given board; board access and choice are not checked."""
    for board, rhythm in rhythms.items():
        Subscription.objects.update_or_create(participant=participant, board=board, defaults={"rhythm": rhythm})


@transaction.atomic
def mute_thread(participant: Participant, thread: Thread, *, is_muted: bool) -> None:
    """Stop the mails of one thread for a participant, or (is_muted False) let them come again."""
    if is_muted:
        MutedThread.objects.get_or_create(participant=participant, thread=thread)
    else:
        MutedThread.objects.filter(participant=participant, thread=thread).delete()


@transaction.atomic
def block_author(participant: Participant, post: Post) -> None:
    """Store that a participant wants no posts by an author under this name. Refusal for her own post, or above 500.

    They are folded on pages. Raises Refusal for her own post, for one whose author has left, and above 500 blocked
    people.
    """
    if post.participant_id is None or post.participant_id == participant.pk:
        raise Refusal(_("Nobody can be blocked by this post."), code="nobody_to_block")
    if participant.blocks.count() >= MOST_BLOCKS:
        raise Refusal(_("You have blocked very many people. Please take one off your list first."), code="too_many")
    Block.objects.get_or_create(participant=participant, blocked_id=post.participant_id, name=post.name)


def delete_block(participant: Participant, block_id: int) -> None:
    """Delete a participant's own block of another person, by the block's id; any other id changes nothing."""
    Block.objects.filter(participant=participant, pk=block_id).delete()
