"""Posts of discussions, and what people have begun to write."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_MESSAGE
from discussions.models.boards import Board
from discussions.models.participants import LONGEST_NAME, Participant
from discussions.models.threads import LONGEST_TITLE, Thread
from orgs.models import Organization

LONGEST_POST = 20_000
LONGEST_MESSAGE_ID = 250


class PostQuerySet(models.QuerySet["Post"]):
    """The database queries about posts."""

    def public(self) -> PostQuerySet:
        """Return the posts that are published, whoever may read their board."""
        return self.filter(state=Post.State.PUBLIC)

    def archived(self) -> PostQuerySet:
        """Return the posts imported from an archive that wait for an editor's decision."""
        return self.filter(state=Post.State.WAITING, origin=Post.Origin.IMPORT)

    def waiting(self) -> PostQuerySet:
        """Return the posts, not imported, that wait for an editor, and closed ones with an unanswered appeal."""
        appealed = Q(appealed_at__isnull=False, appeal_answered_at=None)
        before = Q(state=Post.State.WAITING) & ~Q(origin=Post.Origin.IMPORT)
        return self.filter(before | (Q(state__in=Post.State.closed_by_editors()) & appealed))


class Post(models.Model):
    """A plain text in a thread, with `>` before quoted lines, under the name that its author showed then."""

    class State(models.TextChoices):
        """The states of a post. Only a public one is shown to others than its author and editors."""

        UNCONFIRMED = "unconfirmed", _("waits for its author's yes")
        WAITING = "waiting", _("waits for an editor")
        PUBLIC = "public", _("public")
        REFUSED = "refused", _("rejected")
        HIDDEN = "hidden", _("hidden by an editor")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

        @classmethod
        def closed_by_editors(cls) -> tuple[str, str]:
            """Return the two states of posts that an editor rejected or hid."""
            return (cls.REFUSED, cls.HIDDEN)

    class Origin(models.TextChoices):
        """The ways by which a post came in."""

        WEB = "web", _("on the web")
        MAIL = "mail", _("by mail")
        IMPORT = "import", _("from an archive")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="answers")
    # None for a post from an archive, and once its author has left and was forgotten.
    participant = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="posts")
    # Fixed when written: a later change of her name changes no earlier post.
    name = models.CharField(max_length=LONGEST_NAME)
    # The organization for which its author wrote, fixed when written too; None for one who wrote for herself.
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("your text"), max_length=LONGEST_POST)
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.WEB)
    # Of the mail that it came with, empty for one from the web: discussions.addresses gives its own then.
    message_id = models.CharField(max_length=LONGEST_MESSAGE_ID, blank=True)
    # A keyed hash of the address of an imported post's author, so that she can claim it later.
    author_hash = models.CharField(max_length=64, blank=True, editable=False)
    # The writer told of danger (moderation.rules.danger): an editor is told at once.
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    # The reason that its author is told, when it was rejected or hidden, and her one appeal.
    reason = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    # The editor who rejected or hid it; another one decides on the appeal.
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    appeal = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_answered_at = models.DateTimeField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "number"], name="discussions_post_number"),
            # One mail that comes in twice makes one post; an archive names its authors by their hash.
            models.UniqueConstraint(
                fields=["participant", "message_id"],
                condition=models.Q(participant__isnull=False) & ~models.Q(message_id=""),
                name="discussions_mail_posted_once",
            ),
            models.UniqueConstraint(
                fields=["thread", "message_id"],
                condition=models.Q(origin="import") & ~models.Q(message_id=""),
                name="discussions_imported_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["message_id"], name="discussions_message_id"),
            models.Index(fields=["participant", "created_at"], name="discussions_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    @property
    def is_public(self) -> bool:
        """Return whether the post is published, whoever may read its board."""
        return self.state == self.State.PUBLIC

    @property
    def url(self) -> str:
        """Return the address of the post: its thread's page, the number of that page, and an anchor."""
        # Imported here: the rules import the models.
        from discussions.rules.pages import page_of

        page = page_of(self.number)
        return self.thread.url + (f"?page={page}" if page > 1 else "") + f"#post-{self.number}"


class Draft(models.Model):
    """A text that a participant has begun: one for each thread, and one for a new thread of each board."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="drafts")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(max_length=LONGEST_POST, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "thread"], name="discussions_one_draft_a_thread"),
            # A second constraint: NULL is different from NULL, so the first one allows many drafts of new threads.
            models.UniqueConstraint(
                fields=["participant", "board"],
                condition=models.Q(thread=None),
                name="discussions_one_draft_of_a_new_thread",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
