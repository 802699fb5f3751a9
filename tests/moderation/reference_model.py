"""A reference model of what must be public, computed beside the portal from what was done to each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

CLAIM = timedelta(minutes=30)
DAY = timedelta(hours=24)
steps = count(1)


@dataclass
class Picture:
    """A picture: its bytes stay, its alternative text may change behind a page that shows it."""

    pk: int | None = None
    words: str = ""


@dataclass
class Saved:
    """A revision; autosave writes other words into it."""

    text: str
    by: str
    hour: datetime | None = None
    end: datetime | None = None
    picture: Picture = field(default_factory=Picture)

    @property
    def content(self) -> tuple[str, str]:
        """All that an editor would approve of it now."""
        return self.text, self.picture.words

    def has_expired(self, now: datetime) -> bool:
        return self.end is not None and self.end <= now


@dataclass
class Sent:
    """A submission, and the words that it held."""

    saved: Saved
    by: str
    post_review: str = "none"
    is_by_trust: bool = False
    second: str = ""
    refused_by: str = ""
    appeal_of: Sent | None = None
    claim: tuple[str, datetime] | None = None
    text: str = ""
    content: tuple[str, str] = ("", "")
    step: int = 0

    def __post_init__(self) -> None:
        self.text, self.content, self.step = self.saved.text, self.saved.content, next(steps)

    @property
    def is_untouched(self) -> bool:
        return self.content == self.saved.content

    def holder(self, now: datetime) -> str:
        return self.claim[0] if self.claim and abs(now - self.claim[1]) < CLAIM else ""


@dataclass
class Offer:
    """A correction that waits for an answer."""

    saved: Saved
    by: str
    publish_at: datetime | None
    content: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self.content = self.saved.content

    @property
    def is_untouched(self) -> bool:
        return self.content == self.saved.content


@dataclass
class Piece:
    """One page."""

    latest: Saved
    saves: list[tuple[int, str, Saved | None]] = field(default_factory=list)
    since: int = 0
    public: str | None = None
    public_saved: Saved | None = None
    public_words: str = ""
    decided: set[str] = field(default_factory=set)
    scheduled: tuple[Sent, Saved, tuple[str, str]] | None = None
    waiting: Sent | None = None
    offer: Offer | None = None
    last: Sent | None = None
    is_refused: bool = False
    was_decided: bool = False
    # What was refused of it, and no other editor has reversed.
    remembered: list[tuple[Sent, str]] = field(default_factory=list)

    @property
    def is_trusting(self) -> bool:
        return self.last is not None and self.last.is_by_trust and self.last.post_review in ("none", "due")

    @property
    def is_out(self) -> bool:
        return bool(self.public or self.scheduled)

    def save(self, by: str, saved: Saved | None) -> None:
        self.saves.append((next(steps), by, saved))

    def shows(self, picture: Picture) -> bool:
        """Return whether its live version shows this picture, also while the organization is hidden."""
        return self.public is not None and self.public_saved is not None and self.public_saved.picture is picture

    def writers(self) -> set[str]:
        """Return the people who wrote since the public version was sent."""
        return {by for step, by, saved in self.saves if step > self.since and (not saved or saved != self.public_saved)}

    def may_decide(self, editor: str, now: datetime) -> bool:
        sent = self.waiting
        barred = self.writers() | {sent.by, sent.second, sent.refused_by}
        return editor not in barred and sent.holder(now) in ("", editor)

    def publish(self, sent: Sent, saved: Saved, now: datetime) -> None:
        """Approved: public now, or at its hour."""
        self.waiting, self.offer, self.was_decided = None, None, True
        self.remembered = [each for each in self.remembered if each[0] is not sent.appeal_of]
        self.decided.add(saved.text)
        if saved.hour and saved.hour > now:
            self.scheduled = (sent, saved, saved.content)
        else:
            self.show(sent, saved)

    def show(self, sent: Sent, saved: Saved) -> None:
        self.public, self.public_saved, self.since, self.scheduled = saved.text, saved, sent.step, None
        self.public_words = saved.picture.words

    def at_its_end(self, now: datetime) -> bool:
        """Take what is over from the public, and return whether something left; what is approved stays approved."""
        if not (self.public_saved and self.public_saved.has_expired(now)):
            return False
        self.public, self.public_saved, self.since = None, None, 0
        return True

    def at_its_hour(self, now: datetime, is_active: bool, is_trusted: bool) -> None:
        """Publish what was approved for an hour that has come, unless the rules forbid it by now."""
        if not self.scheduled or self.scheduled[1].hour >= now:
            return
        sent, saved, content = self.scheduled
        self.scheduled = None
        trusts = not sent.is_by_trust or sent.post_review == "fine" or (is_trusted and sent.post_review != "finding")
        if is_active and trusts and saved.content == content and not saved.has_expired(now):
            self.show(sent, saved)

    def close(self) -> None:
        self.public = self.public_saved = self.scheduled = self.waiting = self.offer = None
        self.since = 0
