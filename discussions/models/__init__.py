"""The models of discussions: boards, participants, threads, posts and mails."""

from discussions.models.boards import Board, Invitee
from discussions.models.joining import JoinRequest
from discussions.models.mails import Delivery, IncomingMail
from discussions.models.participants import (
    Block,
    BlockedAddress,
    DayCount,
    MutedThread,
    Participant,
    Subscription,
    new_key,
)
from discussions.models.posts import Draft, Post
from discussions.models.receiving import AskedPost, SenderAddress
from discussions.models.threads import Thread

__all__ = [
    "AskedPost",
    "Block",
    "BlockedAddress",
    "Board",
    "DayCount",
    "Delivery",
    "Draft",
    "IncomingMail",
    "Invitee",
    "JoinRequest",
    "MutedThread",
    "Participant",
    "Post",
    "SenderAddress",
    "Subscription",
    "Thread",
    "new_key",
]
