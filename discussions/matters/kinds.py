"""Matters of the editors' desk: a post that waits or whose author appeals, and a thread of an archive."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.refusal import Refusal
from discussions.locks import lock_thread_of
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
        """Lock the thread of a post in the database. Raises Refusal when the post is gone."""
        if not lock_thread_of(object_id):
            raise Refusal(_("This post is gone: its thread was deleted."), code="post_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return ids of accounts that must not decide: the post's author, and for an appeal who decided before."""
        found = Post.objects.filter(pk=matter.object_id).values_list("participant__user", "closed_by")
        return {user for row in found for user in row if user is not None}

    def texts(self, matter: Matter) -> Sequence[MatterText]:
        """Return the texts that an editor reads of a post: title of a first post, its text, its author's appeal."""
        post = _post(matter)
        if post is None:
            return ()
        title = [MatterText(post.thread.title, _("Title"), post.language)] if post.number == 1 else []
        appeal = [MatterText(post.appeal, _("What its author says to the decision"), post.language)]
        return [*title, MatterText(post.text, _("Text"), post.language), *(appeal if post.appealed_at else [])]

    def author(self, matter: Matter) -> str:
        """Return the name shown beside the post, not its author's identity; "" when the post is gone."""
        post = _post(matter)
        return post.name if post else ""

    def context(self, matter: Matter) -> Sequence[tuple[str, str]]:
        """Return (label, text) pairs for an editor: board, discussion, and for an appeal the earlier reason."""
        post = _post(matter)
        if post is None:
            return ()
        told = [(_("Board"), post.thread.board.name), (_("Discussion"), post.thread.title)]
        return [*told, (_("Why it was not shown"), post.reason)] if post.appealed_at else told

    def public_object(self, object_id: int) -> PublicObject | None:
        """Return a public post on a public board as something that can be reported; None for any other."""
        # Only on public boards: the report form is open to everybody, and must not tell of other boards.
        posts = Post.objects.public().filter(thread__board__in=Board.objects.public())
        post = posts.select_related("thread__board__organization").filter(pk=object_id).first()
        if post is None:
            return None
        return PublicObject(post.thread.title, post.thread.board.organization, post.url, post.language)

    def take_down(self, object_id: int, editor: User, reason: str) -> None:
        """Hide a reported post, if public, with a reason that its author is told. Raises Refusal as hide_post does."""
        post = Post.objects.select_related("thread__board__organization", "participant").get(pk=object_id)
        # Its author may have withdrawn it since it was reported.
        if post.is_public:
            hide_post(post, editor, reason)

    def waiting_rows(self) -> QuerySet[Post]:
        """Return the posts that wait for an editor's decision, before publication or after an appeal."""
        return Post.objects.waiting()

    def open(self, object_id: int) -> None:
        """Put a waiting post, by id, on the editors' desk; its thread must be locked."""
        put_before_editors(Post.objects.select_related("thread__board__organization").get(pk=object_id))

    def decide(self, matter: Matter, decision: MatterDecision, editor: User) -> None:
        """Publish the post of a matter when approved; else reject it with the reasons of the matter."""
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
        """Lock a thread with imported posts in the database. Raises Refusal when the thread is gone."""
        if not Thread.objects.select_for_update(of=("self",)).filter(pk=object_id).exists():
            raise Refusal(_("This discussion is gone: it was deleted."), code="thread_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return an empty set: authors of imported posts have no accounts that would be barred from deciding."""
        return set()

    def texts(self, matter: Matter) -> Sequence[MatterText]:
        """Return the texts of a thread's first 100 waiting imported posts, each under its author's shown name."""
        posts = Post.objects.archived().filter(thread=matter.object_id)
        return [MatterText(post.text, post.name, post.language) for post in posts.order_by("number")[:MOST_TEXTS]]

    def context(self, matter: Matter) -> Sequence[tuple[str, str]]:
        """Return (label, text) pairs for an editor: the board, and what happens to posts with personal data."""
        board = Board.objects.filter(threads=matter.object_id).first()
        told = [(_("Board"), board.name)] if board else []
        return [*told, (_("When you approve it"), _("Posts in which personal data is found stay unpublished."))]

    def waiting_rows(self) -> QuerySet[Thread]:
        """Return the threads that have imported posts waiting for an editor."""
        return Thread.objects.filter(pk__in=Post.objects.archived().values("thread"))

    def open(self, object_id: int) -> None:
        """Put a thread with imported posts, by id, on the editors' desk; the thread must be locked."""
        thread = Thread.objects.select_related("board__organization").get(pk=object_id)
        open_matter(ARCHIVE, thread.pk, thread.board.organization, thread.title, language=thread.language)

    def decide(self, matter: Matter, decision: MatterDecision, editor: User) -> None:
        """Publish the thread's imported posts without personal data and reject the others; or reject all."""
        decide_archived(matter.object_id, editor, matter_reasons(matter), approve=decision == MatterDecision.APPROVE)


def _post(matter: Matter) -> Post | None:
    return Post.objects.select_related("thread__board").filter(pk=matter.object_id).first()


def register() -> None:
    """Register posts, and threads with imported posts, as kinds of matters on the editors' desk."""
    register_matter_kind(PostKind())
    register_matter_kind(ArchiveKind())
