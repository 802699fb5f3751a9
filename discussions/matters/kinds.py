"""Matters of the editors' desk: a post that waits or whose author appeals, and a thread of an archive."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.refusal import Refusal
from discussions.matters.names import ARCHIVE, POST
from discussions.models import Board, Post, Thread
from discussions.services.archived import decide_archived
from discussions.services.deciding import approve_post, hide_post, reject_post
from discussions.services.publishing import put_before_editors
from moderation.matters import MatterDecision, MatterKind, MatterText, register_matter_kind
from moderation.matters.registry import PublicObject
from moderation.models import Matter
from moderation.services.matters import open_matter
from moderation.services.matters.deciding import matter_reasons

# Of a longer thread an editor reads the beginning here, and the rest once it is published.
MOST_TEXTS = 100


class PostKind(MatterKind):
    """A post of a discussion. It is published or rejected: an author who is asked for changes writes a new one."""

    name = POST
    label = gettext_lazy("Post")
    decisions = (MatterDecision.APPROVE, MatterDecision.REJECT)

    def lock(self, object_id: int) -> None:
        """Lock the post's thread, as all services of posts do. Raises Refusal when the post is gone."""
        thread = Thread.objects.select_for_update(of=("self",)).filter(posts=object_id).first()
        if thread is None:
            raise Refusal(_("This post is gone: its thread was deleted."), code="post_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return the account of the post's author, if she has one, and of an appeal the editor who decided first."""
        found = Post.objects.filter(pk=matter.object_id).values_list("participant__user", "closed_by")
        return {user for row in found for user in row if user is not None}

    def texts(self, matter: Matter) -> Sequence[MatterText]:
        """Return the post's text, the title of a new discussion, and what its author writes in an appeal."""
        post = _post(matter)
        if post is None:
            return ()
        title = [MatterText(post.thread.title, _("Title"), post.language)] if post.number == 1 else []
        appeal = [MatterText(post.appeal, _("What its author says to the decision"), post.language)]
        return [*title, MatterText(post.text, _("Text"), post.language), *(appeal if post.appealed_at else [])]

    def author(self, matter: Matter) -> str:
        """Return the name under which the post stands; never who is behind it."""
        post = _post(matter)
        return post.name if post else ""

    def context(self, matter: Matter) -> Sequence[tuple[str, str]]:
        """Return the board, the discussion, and the earlier decision on a post whose author appeals."""
        post = _post(matter)
        if post is None:
            return ()
        told = [(_("Board"), post.thread.board.name), (_("Discussion"), post.thread.title)]
        return [*told, (_("Why it was not shown"), post.reason)] if post.appealed_at else told

    def public_object(self, object_id: int) -> PublicObject | None:
        """Return a public post of a board that everybody may read; None for others."""
        posts = Post.objects.public().filter(thread__board__in=Board.objects.public())
        post = posts.select_related("thread__board__organization").filter(pk=object_id).first()
        if post is None:
            return None
        return PublicObject(post.thread.title, post.thread.board.organization, post.url, post.language)

    def take_down(self, object_id: int, editor: User, reason: str) -> None:
        """Hide a post that was reported, with a reason that its author reads too."""
        post = Post.objects.select_related("thread__board__organization", "participant").get(pk=object_id)
        if post.is_public:
            hide_post(post, editor, reason)

    def waiting_rows(self) -> QuerySet[Post]:
        """Return the posts that wait for an editor."""
        return Post.objects.waiting()

    def open(self, object_id: int) -> None:
        """Put a post that waits before the editors; its thread is locked."""
        put_before_editors(Post.objects.select_related("thread__board__organization").get(pk=object_id))

    def decide(self, matter: Matter, decision: MatterDecision, editor: User) -> None:
        """Publish the post, or reject it with the reasons of the matter."""
        post = Post.objects.select_related("thread__board__organization", "participant").get(pk=matter.object_id)
        if decision == MatterDecision.APPROVE:
            approve_post(post)
        else:
            reject_post(post, editor, matter_reasons(matter))


class ArchiveKind(MatterKind):
    """A thread of an archive: its posts are published together, but for those that hold personal data."""

    name = ARCHIVE
    label = gettext_lazy("Discussion from an archive")
    decisions = (MatterDecision.APPROVE, MatterDecision.REJECT)

    def lock(self, object_id: int) -> None:
        """Lock the thread. Raises Refusal when it is gone."""
        if not Thread.objects.select_for_update(of=("self",)).filter(pk=object_id).exists():
            raise Refusal(_("This discussion is gone: it was deleted."), code="thread_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return nobody: the authors of an archive have no accounts."""
        return set()

    def texts(self, matter: Matter) -> Sequence[MatterText]:
        """Return the texts of the waiting posts, each under the name of its author."""
        posts = Post.objects.archived().filter(thread=matter.object_id)
        return [MatterText(post.text, post.name, post.language) for post in posts.order_by("number")[:MOST_TEXTS]]

    def context(self, matter: Matter) -> Sequence[tuple[str, str]]:
        """Return the board, and what happens to posts with personal data."""
        board = Board.objects.filter(threads=matter.object_id).first()
        told = [(_("Board"), board.name)] if board else []
        return [*told, (_("When you approve it"), _("Posts in which personal data is found stay unpublished."))]

    def waiting_rows(self) -> QuerySet[Thread]:
        """Return the threads with posts of an archive that wait."""
        return Thread.objects.filter(pk__in=Post.objects.archived().values("thread"))

    def open(self, object_id: int) -> None:
        """Put a thread of an archive before the editors; it is locked."""
        thread = Thread.objects.select_related("board__organization").get(pk=object_id)
        open_matter(ARCHIVE, thread.pk, thread.board.organization, thread.title, language=thread.language)

    def decide(self, matter: Matter, decision: MatterDecision, editor: User) -> None:
        """Publish the posts of the thread without personal data, and reject the others; or reject all."""
        decide_archived(matter.object_id, editor, matter_reasons(matter), approve=decision == MatterDecision.APPROVE)


def _post(matter: Matter) -> Post | None:
    return Post.objects.select_related("thread__board").filter(pk=matter.object_id).first()


def register() -> None:
    """Make posts and threads of archives known to the editors' desk."""
    register_matter_kind(PostKind())
    register_matter_kind(ArchiveKind())
