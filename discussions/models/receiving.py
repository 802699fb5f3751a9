"""Models of received mail: texts that wait for their author's yes, and the addresses a participant writes from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from discussions.models.boards import Board
from discussions.models.mails import IncomingMail
from discussions.models.participants import Participant
from discussions.models.posts import LONGEST_MESSAGE_ID, LONGEST_POST, Post
from discussions.models.threads import LONGEST_TITLE, Thread


class AskedPost(models.Model):
    """A text that came by mail, of which a participant is asked whether it is hers and may go on; kept for seven days.

    It is no post yet: a forged mail takes no number, no place in a thread and nothing of her day's limits.
    """

    class Why(models.TextChoices):
        """The reasons for asking."""

        SENDER = "sender"
        SENSITIVE = "sensitive"
        RULES = "rules"

    mail = models.OneToOneField(IncomingMail, on_delete=models.CASCADE, related_name="asked")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="asked_posts")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    # None for a new thread.
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=9, choices=Why.choices)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(max_length=LONGEST_POST)
    message_id = models.CharField(max_length=LONGEST_MESSAGE_ID)
    # An address from which she did not write before, to be remembered as hers once she says yes.
    sender = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "message_id"], name="discussions_asked_once")
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="discussions_old_asked")]

    def __str__(self) -> str:
        return f"asked post {self.pk}"


class SenderAddress(models.Model):
    """Another address of which a participant said that mails from it are hers; no mail ever goes to it."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sender_addresses")
    email = models.EmailField()
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "email"], name="discussions_sender_known_once")
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="discussions_sender_address")]

    def __str__(self) -> str:
        return f"sender address {self.pk}"
