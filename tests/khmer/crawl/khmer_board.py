"""A board in Khmer with one of everything that its pages, mails and links show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from discussions.joining.links import join_link
from discussions.mailing.links import subscription_token
from discussions.models import AskedPost, Board, IncomingMail, JoinRequest, Participant, Post, Subscription, Thread
from discussions.receiving.links import asked_link, cut_link
from moderation.models import Matter
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread
from tests.tenancy.scenario import OWN

TEXT = f"{OWN} ខ្លឹមសារ"


@dataclass
class KhmerBoard:
    """A public board, a thread with a waiting post, and the participant who wrote it."""

    board: Board
    thread: Thread
    waiting: Post
    participant: Participant
    subscription: Subscription
    request: JoinRequest
    asked: AskedPost
    mail: IncomingMail

    def client(self) -> Client:
        """Return a client on whose device the participant is known."""
        return known_client(self.participant)

    def addresses(self, page_id: int) -> dict[str, str]:
        """Return the addresses of the pages of discussions, by the names of their views."""
        board, thread = self.board.slug, self.thread.number
        token = subscription_token(self.subscription)
        named: dict[str, list[Any]] = {
            "discussions:about": [page_id],
            "discussions:board": [board],
            "discussions:start": [board],
            "discussions:thread": [board, thread],
            "discussions:answer": [board, thread],
            "discussions:post": [board, thread, self.waiting.number],
            "discussions:mail-choice": [token],
            "discussions:leave": [token],
            "report-object": ["post", self.thread.posts.get(number=1).pk],
            "workspace:matter": [Matter.objects.waiting().get(kind="post", object_id=self.waiting.pk).pk],
        }
        found = {name: reverse(name, args=arguments) for name, arguments in named.items()}
        links = {
            "discussions:confirm": join_link(self.request),
            "mail-asked": asked_link(self.asked),
            "mail-missing": cut_link(self.mail, self.participant),
        }
        return found | {name: urlsplit(link).path for name, link in links.items()}


def make_khmer_board(organization: Any) -> KhmerBoard:
    """Make the board, by the services."""
    board = make_board(
        "khmer-board",
        organization,
        name_en=f"{OWN} នារី",
        name_km=f"{OWN} នារី",
        description_en=TEXT,
        description_km=TEXT,
    )
    participant = make_participant(f"{OWN} សុខា", language="km")
    thread = make_thread(board, participant, f"{OWN} នារី", TEXT)
    waiting = make_post(thread, participant, TEXT, public=False)
    mails = [
        IncomingMail.objects.create(digest=str(number), recipient="board", cut=TEXT, post=waiting)
        for number in range(2)
    ]
    return KhmerBoard(
        board,
        thread,
        waiting,
        participant,
        Subscription.objects.create(participant=participant, board=board),
        JoinRequest.objects.create(participant=participant, board=board, language="km", is_mailed=True),
        AskedPost.objects.create(
            mail=mails[0], participant=participant, board=board, why="sender", title=f"{OWN} នារី", text=TEXT
        ),
        mails[1],
    )
