"""Requests to take part, answered by a mailed link or by six mailed digits."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from discussions.models.boards import Board
from discussions.models.participants import Participant, Subscription, new_key
from discussions.models.posts import Post


class JoinRequest(models.Model):
    """Somebody's request to take part with an address; anybody may have typed it, so nothing else follows from it.

    The page of the digits is opened by `key`, which tells nothing of the address. Neither link nor digits are stored.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="join_requests")
    key = models.CharField(max_length=22, default=new_key, unique=True, editable=False)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    # The post that is sent, and the mails of a board that begin, once she has confirmed.
    # SET_NULL: the request must still confirm her address when the post is gone.
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    # CASCADE: without its board there is nothing to subscribe to.
    board: models.ForeignKey[Any, Any] = models.ForeignKey(Board, null=True, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Subscription.Rhythm.choices, blank=True)
    # False where the address had got too many mails: then no digits are right.
    is_mailed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Link and digits work once.
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="discussions_join_requests")]

    def __str__(self) -> str:
        # Never the address: logs show this text.
        return f"request {self.pk} to take part"
