"""A portal at work: who writes, who decides, and what has become of it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from tests.services.flow.people import PEOPLE
from tests.services.flow.portal import Installation
from tests.services.flow.public import ORGANIZATION, SEARCHED, TYPED, VISIBLE_WITHIN, Piece, showing
from tests.services.flow.smtp import MailServer
from tests.services.flow.visitor import Answer, Visitor
from tests.services.servers import Process, wait_for

NEWEST = "SELECT id, slug FROM wagtailcore_page ORDER BY id DESC LIMIT 1"
HOME = """
    SELECT home.page_id FROM orgs_organizationhome home
    JOIN orgs_organization organization ON organization.id = home.organization_id
    JOIN wagtailcore_locale locale ON locale.id = home.locale_id
    WHERE organization.slug = '{slug}' AND locale.language_code = '{language}'
"""
UNSETTLED = "SELECT count(*) FROM outbox_event WHERE state = 0"


class Flow:
    """A running portal with its worker and its mail server."""

    def __init__(self, portal: Installation, mail: MailServer) -> None:
        self.portal, self.mail = portal, mail
        self.web: Process = portal.serve()
        self.worker: Process = portal.worker()

    def stop(self) -> None:
        for process in (self.web, self.worker):
            process.kill()

    @property
    def url(self) -> str:
        return self.portal.url

    @cached_property
    def officer(self) -> Visitor:
        return self.signed_in("officer")

    @cached_property
    def editor(self) -> Visitor:
        return self.signed_in("editor")

    def signed_in(self, role: str) -> Visitor:
        visitor = Visitor(self.url)
        answer = visitor.sign_in(role)
        assert answer.path.startswith("/workspace/"), answer.url
        return visitor

    # What people do

    def write(self, text: str, action: str = "send", language: str = "km") -> Answer:
        form = self.officer.get("/workspace/post/")
        return self.officer.submit(form, "text", text=f"{text} {TYPED}", language=language, action=action)

    def newest(self, language: str = "km") -> Piece:
        page, slug = self.portal.query(NEWEST)[0]
        return Piece(page, slug, language)

    def send(self, text: str) -> Piece:
        """An update that waits for an editor."""
        assert self.write(text).status == 200
        return self.newest()

    def approve(self, piece: Piece) -> Answer:
        """The editor's decision by the form that she has; where checks are not made yet she says that she means it."""
        return self.editor.submit(self.review_of(piece), "decision", decision="approve", unchecked="on")

    def review_of(self, piece: Piece) -> Answer:
        waiting = f"SELECT id FROM moderation_submission WHERE page_id = {piece.id} ORDER BY id DESC LIMIT 1"
        return self.editor.get(f"/workspace/review/{self.portal.query(waiting)[0][0]}/")

    def withdraw(self, piece: Piece) -> Answer:
        address = f"/workspace/piece/{piece.id}/withdraw/"
        return self.officer.submit(self.officer.get(address), "reason")

    # What becomes of it

    def showing(self, piece: Piece, words: str = SEARCHED) -> dict[str, bool]:
        return showing(self.url, piece, words)

    def await_everywhere(self, piece: Piece, words: str = SEARCHED) -> float:
        """Wait until the public finds it wherever it belongs, and by these words; gives the seconds."""
        found: dict[str, bool] = {}

        def everywhere() -> bool:
            found.update(self.showing(piece, words))
            return all(found.values())

        try:
            return wait_for(everywhere, "the page to be everywhere", VISIBLE_WITHIN, every=0.1)
        except TimeoutError as error:
            raise AssertionError(found) from error

    def settle(self, seconds: float = 30) -> None:
        wait_for(lambda: not self.unsettled(), "all events to be settled", seconds, every=0.1)

    def unsettled(self) -> int:
        return self.portal.query(UNSETTLED)[0][0]

    def check(self) -> None:
        """Compare all rows with all pages, and the index with the rows. Raises CommandFailed where they differ."""
        self.settle()
        self.portal.manage("search_index", "check")

    def end_leases(self) -> None:
        """Let the time be over in which nobody else takes what a killed worker had in hand outside the database."""
        self.portal.execute("UPDATE outbox_event SET leased_until = created_at WHERE leased_until IS NOT NULL")

    def restart_worker(self) -> None:
        self.worker = self.portal.worker()

    def done_for(self, piece: Piece) -> Counter[tuple[str, str]]:
        """Return how often each handler did its part for each kind of event of a page."""
        rows = self.portal.query(
            "SELECT event.kind, effect.handler FROM outbox_effect effect "
            f"JOIN outbox_event event ON event.id = effect.event_id WHERE event.stream = 'page:{piece.id}'"
        )
        return Counter(rows)

    def home(self, language: str) -> int:
        """The page below which the organization writes in a language."""
        return self.portal.query(HOME.format(slug=ORGANIZATION, language=language))[0][0]

    def latest_revision(self, piece: Piece) -> str:
        return str(self.portal.query(f"SELECT latest_revision_id FROM wagtailcore_page WHERE id = {piece.id}")[0][0])

    def waits(self, piece: Piece) -> bool:
        waiting = f"SELECT 1 FROM moderation_submission WHERE page_id = {piece.id} AND state = 'waiting'"
        return bool(self.portal.query(waiting))

    def history(self, piece: Piece) -> list[str]:
        """The kinds of the lines of activity about a page, in their order."""
        lines = self.portal.query(f"SELECT kind FROM feed_activity WHERE page_id = {piece.id} ORDER BY id")
        return [line[0] for line in lines]

    def rows(self, piece: Piece) -> int:
        return self.portal.query(f"SELECT count(*) FROM catalog_catalogentry WHERE page_id = {piece.id}")[0][0]

    def letters(self, piece: Piece) -> int:
        """Return how many mails have told the author that her page is public.

        One that is accepted twice, because its worker died before it knew, is one: it says so by its Message-ID.
        """
        return len({mail["Message-ID"] for mail in self.mail.mails(PEOPLE["officer"], piece.slug)})
