"""Boards, participants and posts for tests, made by the services."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from discussions.devices import COOKIE, remember_device
from discussions.models import Board, Participant, Post, Thread
from discussions.models.participants import name_key_of
from discussions.services.posting import Written, add_post, open_thread
from discussions.services.publishing import publish_post
from orgs.models import Organization

numbers = count(1)


def make_board(slug: str = "gender", organization: Organization | None = None, **fields: Any) -> Board:
    """Create a board; without an organization it is the programme's."""
    names = {"name_en": f"Board {slug}", "name_km": f"ក្តារ {slug}"}
    sentences = {"description_en": "What women talk about.", "description_km": "អ្វីដែលស្ត្រីនិយាយ។"}
    owner = organization or Organization.objects.programme()
    return Board.objects.create(
        **({"slug": slug, "organization": owner, "mail_name": slug, **names, **sentences} | fields)
    )


def make_participant(name: str = "Sokha", **fields: Any) -> Participant:
    """Create a participant with a confirmed address; a name that somebody has already gets a number."""
    number = next(numbers)
    email = f"participant{number}@readers.example.org"
    if Participant.objects.filter(name_key=name_key_of(name)).exclude(name_key="").exists():
        name = f"{name} {number}"
    known = {"email": email, "name": name, "language": "en", "state": Participant.State.ACTIVE}
    return Participant.objects.create(
        **(known | {"confirmed_at": timezone.now(), "rules_read_at": timezone.now()} | fields)
    )


def make_thread(
    board: Board, participant: Participant, title: str = "Night shifts", text: str = "Who knows?"
) -> Thread:
    """Open a thread whose first post is public."""
    post = open_thread(board, title, Written(participant, participant.name, text))
    publish_post(post)
    post.thread.refresh_from_db()
    return post.thread


def make_post(thread: Thread, participant: Participant, text: str = "I know.", *, public: bool = True) -> Post:
    """Add a post to a thread, public unless it is to wait."""
    post = add_post(thread, Written(participant, participant.name, text))
    if public:
        publish_post(post)
    return post


def known_client(participant: Participant) -> Client:
    """Return a client on whose device a participant has confirmed her address."""
    client, response = Client(), HttpResponse()
    remember_device(response, participant)
    client.cookies[COOKIE] = response.cookies[COOKIE].value
    return client
