"""Mails of discussions: those that go out to subscribers, and those that came in and wait to be read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from discussions.models.participants import Subscription
from discussions.models.posts import Post


class Delivery(models.Model):
    """One post for one subscriber, at once or in a digest; `sent_at` is set right after the mail server took it."""

    # Hundreds of rows are written in one transaction, so there is no index beside those that the queries need: the
    # constraint's finds the rows of a post, the other one those of a subscription.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "subscription"], name="discussions_delivered_once")
        ]
        indexes: ClassVar = [models.Index(fields=["subscription", "sent_at"], name="discussions_of_subscription")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class IncomingMail(models.Model):
    """A mail as it came in; its bytes are deleted once it is read, after seven days at the latest."""

    class State(models.TextChoices):
        """The states of a mail: not read yet, or what became of it."""

        UNREAD = "unread"
        POSTED = "posted"
        ASKED = "asked"
        IGNORED = "ignored"
        BOUNCE = "bounce"
        REFUSED = "refused"

    # SHA-256 of recipient and bytes, in hexadecimal digits: a mail that is brought twice is one.
    digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(max_length=254)
    raw = models.BinaryField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.UNREAD)
    # The code of what was decided, for administrators: no text and no address of the mail.
    verdict = models.CharField(max_length=60, blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    # What was cut from the text as a quote or signature; its author can put it back for seven days.
    cut = models.TextField(max_length=200_000, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # Only unread ones: all others are looked up by their digest.
            models.Index(fields=["received_at"], condition=models.Q(state="unread"), name="discussions_unread_mail")
        ]

    def __str__(self) -> str:
        return f"incoming mail {self.pk}"
