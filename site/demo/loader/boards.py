"""The demo's boards, with their discussions and participants."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from typing import Any

from accounts.models import User
from catalog.sources.kinds import entry_id
from demo.content_files import CONTENT
from discussions.finding.entries import DISCUSSION
from discussions.finding.refreshing import request_thread_row
from discussions.models import Board, Participant, Post, Thread
from discussions.services.posting import Written, add_post, language_of
from discussions.services.publishing import count_posts
from feed.services import record_opening
from khmer.text import has_khmer
from orgs.models import Organization, OrgContentPage

# The names under which officers write; each belongs to an invented person.
OFFICERS = {
    "neary": "Socheata",
    "takeo-silk-weavers": "Ratha",
    "womens-law-circle": "Sovanna",
    "women-commune-councillors": "Chanthy",
    "workers-circle": "Srey Neang",
    "girls-and-technology": "Sothea",
    "battambang-womens-health": "Phalla",
    "ratanakiri-girls-fund": "Kolap",
    "safe-journey": "Davy",
    "mekong-womens-network": "Leakena",
}
BOARD_FIELDS = ("name_en", "name_km", "description_en", "description_km", "who_reads", "who_writes")


@cache
def demo_boards() -> list[dict[str, Any]]:
    """Return the demo's discussion boards as read from their file, cached."""
    return tomllib.loads((CONTENT / "discussions.toml").read_text(encoding="utf-8"))["boards"]


def add(now: dt.datetime) -> int:
    """Add the demo's missing discussion boards with their threads and posts; return the number of threads added."""
    added = 0
    for told in demo_boards():
        if Board.objects.filter(slug=told["slug"]).exists():
            continue
        fields = {name: told[name] for name in BOARD_FIELDS if name in told}
        owner = Organization.objects.get(slug=told["organization"])
        board = Board.objects.create(slug=told["slug"], mail_name=told["slug"], organization=owner, **fields)
        for who in told.get("invited", ()):
            board.invitees.create(participant=_participant(who))
        # The oldest first, so that numbers follow the days.
        for thread in sorted(told["threads"], key=lambda each: each["posts"][0][1]):
            _add_thread(board, thread, now)
            added += 1
        if waiting := told.get("waiting"):
            _add_waiting(board, waiting)
    return added


def _add_thread(board: Board, told: dict[str, Any], now: dt.datetime) -> None:
    """Add a thread with its posts, all public; in bulk, for a service a post would take minutes."""
    times = [now + dt.timedelta(days=days, minutes=number) for number, (_who, days, _text) in enumerate(told["posts"])]
    board.last_thread += 1
    board.save(update_fields=["last_thread"])
    thread = Thread.objects.create(
        board=board,
        number=board.last_thread,
        title=told["title"],
        language=language_of(told["posts"][0][2]),
        page=_page(told.get("about"), told["title"]),
        created_at=times[0],
        last_number=len(times),
    )
    posts = [
        _post(thread, number, who, text, written)
        for number, ((who, _days, text), written) in enumerate(zip(told["posts"], times, strict=True), start=1)
    ]
    Post.objects.bulk_create(posts)
    count_posts(thread)
    request_thread_row(thread.pk)
    if board.is_public:
        # At the time of the first post, where the event of a publication would be of today.
        record_opening(entry_id(DISCUSSION, thread.pk), board.organization_id, times[0])


def _post(thread: Thread, number: int, who: str, text: str, written: dt.datetime) -> Post:
    participant = _participant(who)
    return Post(
        thread=thread,
        number=number,
        participant=participant,
        name=participant.name,
        organization=Organization.objects.get(slug=who) if who in OFFICERS else None,
        language=language_of(text),
        text=text,
        state=Post.State.PUBLIC,
        created_at=written,
        published_at=written,
    )


def _participant(who: str) -> Participant:
    """Return the participant of a name, or the officer of an organization."""
    officer = User.objects.filter(memberships__organization__slug=who, memberships__role="officer").first()
    slug = who.lower().replace(" ", "-")
    email = officer.email if officer else f"{slug}@participants.example.org"
    written = Participant.objects.get_or_create(
        email=email,
        defaults={
            "name": OFFICERS.get(who, who),
            "user": officer,
            "language": "km" if has_khmer(who) else "en",
            "state": Participant.State.ACTIVE,
        },
    )
    return written[0]


def _page(slug: str | None, title: str) -> OrgContentPage | None:
    """Return the page that a thread is about, in the language of its title."""
    language = "km" if has_khmer(title) else "en"
    return OrgContentPage.objects.filter(slug=slug, locale__language_code=language).first() if slug else None


def _add_waiting(board: Board, told: dict[str, str]) -> None:
    """Add a post of somebody new, which waits for an editor."""
    thread = Thread.objects.get(board=board, title=told["title"])
    participant = _participant(told["who"])
    add_post(thread, Written(participant, participant.name, told["text"]))
