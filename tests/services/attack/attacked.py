"""The portal that is attacked: PostgreSQL, Redis, a worker, and nginx before it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from tests.services.attack.attacker import Attacker, photo
from tests.services.flow.flow import Flow
from tests.services.flow.portal import Installation
from tests.services.flow.public import ORGANIZATION, Piece
from tests.services.flow.visitor import Answer, Visitor

# What was done to the organization by the attack before.
CALM = (
    "DELETE FROM moderation_rememberedcontent",
    "UPDATE moderation_withdrawal SET is_takedown = false",
    "UPDATE moderation_submission SET post_review = 'none'",
)


@dataclass
class BehindNginx(Installation):
    """A portal that people reach through nginx alone, which sends its files too."""

    front: int = 0

    @classmethod
    def of(cls, portal: Installation, own: int, front: int) -> BehindNginx:
        """The same, on a port of its own, behind an nginx on another."""
        known = {field.name: getattr(portal, field.name) for field in fields(portal)}
        known |= {"port": own, "front": front, "settings": "tests.services.attack.settings"}
        behind = cls(**known)
        behind.execute(f"UPDATE wagtailcore_site SET hostname = 'localhost', port = {front}")
        return behind

    @property
    def url(self) -> str:
        return f"http://localhost:{self.front}"

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, "BASE_URL": self.url, "FILES_ACCEL_PREFIX": "/_files/"}


class Attacked(Flow):
    """With what attackers do, and what has become of it."""

    def signed_in(self, role: str) -> Attacker:
        attacker = Attacker(self.url)
        answer = attacker.sign_in(role)
        assert answer.path.startswith("/workspace/"), answer.url
        return attacker

    @cached_property
    def editor(self) -> Attacker:
        return self.signed_in("editor")

    @cached_property
    def officer(self) -> Attacker:
        """A member with a second factor, for nobody else is trusted."""
        return self.signed_in("manager")

    def trust(self) -> None:
        """Let the organization be trusted, with nothing held against it."""
        for statement in (*CALM, f"UPDATE orgs_organization SET tier = 'trusted' WHERE slug = '{ORGANIZATION}'"):
            self.portal.execute(statement)

    def distrust(self) -> None:
        """Let all that it sends wait for an editor."""
        for statement in (*CALM, f"UPDATE orgs_organization SET tier = 'new' WHERE slug = '{ORGANIZATION}'"):
            self.portal.execute(statement)

    def post(self, action: str, picture: bytes | None = None, **written: Any) -> Answer:
        """Fill the short form of an update in English, with a photo or without, and press a button."""
        form = self.officer.get("/workspace/post/")
        files = {"file": picture} if picture else {}
        said = {"text": "Seven looms came to the village of Bati.", "language": "en", "action": action}
        return self.officer.send(form, "text", files, **said | written)

    def draft(self, **written: Any) -> Piece:
        """A draft with a photo of which nobody said anything."""
        self.post("draft", photo("teal"), **written)
        return self.newest("en")

    def waiting(self, **written: Any) -> Piece:
        """An update with a photo, all questions answered, that waits for an editor."""
        self.distrust()
        self.post("send", photo("teal"), **{"alt_text": "A loom", "people": "none"} | written)
        piece = self.newest("en")
        assert self.waits(piece)
        return piece

    def one(self, statement: str) -> Any:
        rows = self.portal.query(statement)
        return rows[0][0] if rows else None

    def picture_of(self, piece: Piece) -> int:
        latest = f"SELECT content ->> 'image' FROM wagtailcore_revision WHERE id = {self.latest_revision(piece)}"
        return int(self.one(latest))

    def bytes_of(self, picture: int) -> bytes:
        return (self.portal.data / "files" / self.file_of(picture)).read_bytes()

    def file_of(self, picture: int) -> str:
        return self.one(f"SELECT file FROM assets_image WHERE id = {picture}")

    def submission_of(self, piece: Piece) -> int:
        return self.one(f"SELECT id FROM moderation_submission WHERE page_id = {piece.id} ORDER BY id DESC LIMIT 1")

    def is_public(self, piece: Piece) -> bool:
        """Return whether a stranger sees it, or the database says so."""
        seen = Visitor(self.url).get(piece.address)
        live = self.one(f"SELECT live FROM wagtailcore_page WHERE id = {piece.id}")
        return bool(live) or (seen.status == 200 and piece.slug in seen.path)

    def was_sent(self, piece: Piece) -> bool:
        return bool(self.portal.query(f"SELECT 1 FROM moderation_submission WHERE page_id = {piece.id}"))
