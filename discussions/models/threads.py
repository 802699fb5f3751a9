"""Threads: discussions with a title, numbered within their board."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from discussions.models.boards import Board

LONGEST_TITLE = 150


class ThreadQuerySet(models.QuerySet["Thread"]):
    """The database queries about threads."""

    def public(self) -> ThreadQuerySet:
        """Return the threads that everybody may read: with a published post, on a public board."""
        return self.filter(board__in=Board.objects.public(), public_posts__gt=0)


class Thread(models.Model):
    """A discussion: its first post and the answers to it.

    `public_posts` and `last_post_at` count its public posts alone; discussions.services.publishing writes them.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="threads")
    number = models.PositiveIntegerField()
    title = models.CharField(_("what is it about?"), max_length=LONGEST_TITLE)
    # The language of the first post, by its letters.
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    # The page that is discussed; shown only while it is public.
    page: models.ForeignKey[Any, Any] = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="threads"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # Closed by an editor or by its organization; discussions.rules.writing says what else closes a thread.
    closed_at = models.DateTimeField(null=True)
    # The number of the newest post, whatever its state; posts are numbered within their thread.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    public_posts = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(null=True, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        ordering: ClassVar = ["-last_post_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "number"], name="discussions_thread_number")]
        # Only with public posts, which are all that lists show.
        indexes: ClassVar = [
            models.Index(
                fields=["board", "-last_post_at"],
                condition=models.Q(public_posts__gt=0),
                name="discussions_newest",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Return the address of the thread's first page, in the active language."""
        return reverse("discussions:thread", args=[self.board.slug, self.number])
