"""The mail that brings a post to those who get each post: composed once in each language, addressed to each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import override

from discussions.addresses import board_address, bounce_address, reply_address
from discussions.mailing.headers import (
    answer_subject,
    board_headers,
    leave_headers,
    mark_line,
    sender_name,
    thread_headers,
)
from discussions.mailing.links import choice_link, leave_link, subscription_token
from discussions.mailing.plain_text import as_mail_html
from discussions.mailing.writers import colour_of, writer_of
from discussions.models import Post, Subscription
from mail.composer import ComposedMail, compose, site_address
from mail.message import OutgoingMail, named_address

TEMPLATE = "discussions/mail/post"


@dataclass
class PostMails:
    """The mails of one post; reads thread, board and the organization it was written for.

    What differs between subscribers is put in where random words stand, which nobody can have typed into a post.
    """

    post: Post

    def __post_init__(self) -> None:
        # 32 digits of chance for each of the two; random words because a text may hold any fixed one.
        self._token, self._reply = secrets.token_hex(16), secrets.token_hex(16)
        self._composed: dict[str, ComposedMail] = {}

    def to(self, subscription: Subscription) -> OutgoingMail:
        """Return the mail of this post to one subscriber, in her language, with her own reply and leave links."""
        post, language = self.post, subscription.participant.language
        composed = self._in(language)
        token, reply = subscription_token(subscription), reply_address(post.pk, subscription.pk)
        board = post.thread.board
        headers = {
            "From": named_address(sender_name(post.name), board_address(board.mail_name)),
            "Reply-To": reply,
            "Archived-At": f"<{self._url(language)}>",
            **board_headers(board, language),
            **self._thread,
            **leave_headers(leave_link(token, language)),
        }

        def addressed(written: str) -> str:
            return written.replace(self._token, token).replace(self._reply, reply)

        return OutgoingMail(
            to=subscription.participant.email,
            subject=composed.subject,
            text=addressed(composed.text),
            html=addressed(composed.html or ""),
            language=language,
            # Its own address for each mail, so that a mail that comes back names the subscription.
            sender=bounce_address(post.pk, subscription.pk),
            headers=headers,
        )

    def _in(self, language: str) -> ComposedMail:
        if language not in self._composed:
            self._composed[language] = compose(TEMPLATE, language, self._context(language))
        return self._composed[language]

    def _context(self, language: str) -> dict[str, object]:
        post = self.post
        return {
            "post": post,
            "thread": post.thread,
            "board": post.thread.board,
            "words": as_mail_html(post.text),
            "colour": colour_of(post),
            "writer": writer_of(post, language),
            "mark": mark_line(language),
            "url": self._url(language),
            "reply": self._reply,
            "answer": answer_subject(post.thread.title),
            "manage": choice_link(self._token, language),
            "leave": leave_link(self._token, language),
        }

    def _url(self, language: str) -> str:
        with override(language):
            return site_address() + self.post.url

    @cached_property
    def _thread(self) -> dict[str, str]:
        return thread_headers(self.post)
