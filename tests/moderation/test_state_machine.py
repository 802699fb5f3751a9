"""Whatever people do and in whatever order: only decided content is public, and each submission is decided once."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from wagtail.models import Locale, Page

from accounts.models import User
from assets.models import FilePublicity, Image
from assets.services import add_picture
from catalog.models import CatalogEntry
from common.refusal import Refusal
from moderation import services
from moderation.models import Correction, Submission
from orgs.guard.current_user import acting_as
from orgs.models import Organization
from orgs.services import set_editor
from orgs.status import set_status
from outbox.models import Event
from outbox.services import drain
from tests.accounts.sign_in_helpers import enrol
from tests.assets.files import picture_bytes, picture_file
from tests.factories import make_page
from tests.moderation.reference_model import DAY, Offer, Picture, Piece, Saved, Sent
from translations.first_draft import create_twin

MEMBERS = ("ana", "bopha")
# Who of them has a second factor: only what she sends is ever public at once.
WITH_FACTOR = "ana"
EDITORS = ("edith", "emma", "eve")
STRANGER = "sok"
PEOPLE = (*MEMBERS, *EDITORS, STRANGER)
WORDS = "The women of Bati weave silk on wooden looms and sell it in town. "
person, editor = st.sampled_from(PEOPLE), st.sampled_from(EDITORS)
sender = st.sampled_from((*MEMBERS, *MEMBERS, "edith", STRANGER))
decider = st.sampled_from((*EDITORS, *EDITORS, "ana", STRANGER))
answerer = st.sampled_from((*MEMBERS, *MEMBERS, *EDITORS, STRANGER))
# What spoils most that could follow.
seldom = st.sampled_from([False, False, True])
# The first page more often: what needs many steps in a row happens there.
number = st.sampled_from([0, 0, 0, 1])
# By what a clock moves: also backwards.
HOUR = timedelta(hours=1)
MOVES = [timedelta(minutes=minutes) for minutes in (1, 20, 31, 180, 1500, -300)]
happened: Counter[str] = Counter()


def said(text: str) -> dict[str, str]:
    """All that a page says, each with the number of its text: parts of two versions never go together unseen."""
    return {"title": f"Looms {text[-4:]}", "summary": f"Summary {text[-4:]} of piece {text[-4:]}", "text": text}


def write(page: Any, text: str) -> None:
    for name, value in said(text).items():
        setattr(page, name, value)


def says_one_thing(page: Any) -> bool:
    """Return whether title, summary and text are of one version; a correction adds to the text alone."""
    number = page.title[-4:]
    return page.summary[-4:] == number and number in page.text


def when(state: str) -> Any:
    """A step that would nearly always be refused is not tried until some piece is there."""
    return precondition(lambda self: any(getattr(piece, state) for piece in self.pieces))


class Desk(RuleBasedStateMachine):
    """Two pages of one organization, its people, a stranger and three editors."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=UTC), tick=False)
        self.time = self.clock.start()
        random.seed(1)
        self.organization = Organization.objects.get(slug="silk-weavers")
        self.editors, self.is_active, self.is_hidden = set(EDITORS), True, False
        self.tier, self.texts, self.is_on_probation = "new", 0, False
        self.pages, self.pieces = [], []
        for end in (timezone.now() + 6 * HOUR, None):
            text = self.words()
            picture = Picture() if self.pages else self.new_picture()
            what = said(text) | {"image_id": picture.pk}
            page = make_page("update", self.organization, owner=self.user("ana"), expire_at=end, **what)
            self.pages.append(page.pk)
            self.pieces.append(Piece(Saved(text, "ana", end=end, picture=picture)))
            self.pieces[-1].save("ana", None)
        # One waits from the start: what follows a decision needs no luck to come about.
        self.submit(0, "ana")

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def words(self) -> str:
        self.texts += 1
        return f"{WORDS}{self.texts:04}"

    def new_picture(self) -> Picture:
        """A picture of other bytes than all before."""
        file = picture_file(content=picture_bytes(size=(40 + self.texts, 20)))
        words = f"A loom {self.texts}"
        image = add_picture(
            file, title="Loom", collection=self.organization.collection, description=words, people="none"
        )
        return Picture(image.pk, words)

    def user(self, name: str) -> User:
        return User.objects.get(email=f"{name}@example.org")

    def page(self, number: int) -> Any:
        return Page.objects.get(pk=self.pages[number])

    def submission(self, number: int) -> Submission | None:
        return Submission.objects.filter(page=self.pages[number]).order_by("pk").last()

    def does(self, name: str, act: Any) -> bool:
        """Return whether it was done, and not refused."""
        try:
            with transaction.atomic():
                act()
        except (Refusal, PermissionDenied, ValidationError):
            return False
        happened[name] += 1
        return True

    # Writing

    @rule(number=number, who=sender, in_an_hour=st.booleans(), has_end=st.booleans())
    def edit(self, number: int, who: str, in_an_hour: bool, has_end: bool) -> None:
        page, text = self.page(number).get_latest_revision_as_object(), self.words()
        write(page, text)
        page.go_live_at = timezone.now() + HOUR if in_an_hour else None
        page.expire_at = timezone.now() + 3 * HOUR if has_end else None
        page.save_revision(user=self.user(who))
        happened["edit"] += 1
        saved = Saved(text, who, page.go_live_at, page.expire_at, self.pieces[number].latest.picture)
        self.pieces[number].latest = saved
        self.pieces[number].save(who, None)

    @rule(number=st.just(1) | number, happens=seldom)
    def autosave(self, number: int, happens: bool) -> None:
        """Over the latest revision, though it waits or is public: as a browser does that was left open."""
        if not happens:
            return
        piece, page = self.pieces[number], self.page(number)
        revision = page.get_latest_revision()
        latest = revision.as_object()
        piece.latest.text = self.words()
        write(latest, piece.latest.text)
        latest.save_revision(user=revision.user, overwrite_revision=revision)
        happened["autosave"] += 1
        piece.save(piece.latest.by, None)

    @rule(who=st.sampled_from(MEMBERS), way=st.sampled_from(["describe", "describe", "replace", "choose another"]))
    def change_picture(self, who: str, way: str) -> None:
        """Of the first page, in one of several ways: too many rules leave none of them to happen often."""
        if way == "choose another":
            self.choose_another_picture(who)
        else:
            self.change_file(has_new_file=way == "replace")

    def choose_another_picture(self, who: str) -> None:
        """Choose another picture, which people call replacing a file."""
        page, text, piece = self.page(0).get_latest_revision_as_object(), self.words(), self.pieces[0]
        picture = self.new_picture()
        write(page, text)
        page.image_id, page.go_live_at, page.expire_at = picture.pk, None, None
        page.save_revision(user=self.user(who))
        happened["another picture"] += 1
        piece.latest = Saved(text, who, picture=picture)
        piece.save(who, None)

    def change_file(self, has_new_file: bool) -> None:
        """Behind the page: never another file, and no other words while a live page shows it, hidden or not."""
        piece = self.pieces[0]
        picture = piece.latest.picture
        image = Image.objects.get(pk=picture.pk)
        if has_new_file:
            image.file = picture_file(content=picture_bytes(size=(20, 20)))
            assert not self.does("replace a file", image.save)
            return
        image.description = f"A loom {self.words()[-4:]}"
        is_changed = self.does("describe a picture", image.save)
        assert is_changed == (not piece.shows(picture))
        if is_changed:
            picture.words = image.description

    # Sending

    @rule(number=number, who=sender)
    def submit(self, number: int, who: str) -> None:
        if self.does("submit", lambda: services.submit(self.page(number), self.user(who))):
            self.sent(number, who)

    @when("is_refused")
    @rule(number=number, who=sender)
    def appeal(self, number: int, who: str) -> None:
        refused = self.submission(number)
        if refused and self.does("appeal", lambda: services.appeal(refused, self.user(who))):
            assert refused.state == "refused"
            self.sent(number, who, refused.decided_by.email.partition("@")[0])

    def sent(self, number: int, who: str, refused_by: str = "") -> None:
        piece = self.pieces[number]
        assert piece.waiting is None
        assert self.is_active
        assert who in MEMBERS or (who in self.editors and not refused_by)
        appeal_of = piece.last if refused_by else None
        sent = piece.waiting = piece.last = Sent(piece.latest, who, refused_by=refused_by, appeal_of=appeal_of)
        if self.trusts(piece) and who == WITH_FACTOR and not refused_by:
            sent.is_by_trust, sent.post_review = True, "due" if self.submission(number).post_review == "due" else "none"
            piece.publish(sent, piece.latest, timezone.now())

    def trusts(self, piece: Piece) -> bool:
        """Return whether no editor is needed for what is said on this page."""
        return self.tier == "trusted" and not self.is_on_probation and not piece.remembered

    @rule(number=number, who=person, way=st.sampled_from(["copy", "translate", "delete", "", "", ""]))
    def try_elsewhere(self, number: int, who: str, way: str) -> None:
        """Try an action in a transaction that is rolled back, so that it leaves no trace."""
        member = who if who in MEMBERS else MEMBERS[0]
        if way == "copy":
            self.send_a_copy(number, member)
        elif way == "translate":
            self.send_a_translation(number, member)
        elif way == "delete":
            self.delete(number, who)

    def send_a_copy(self, number: int, who: str) -> None:
        """Send a copy without history of what an editor took down or refused: it needs her yes too."""
        page, known = self.page(number).specific, {text for piece in self.pieces for _sent, text in piece.remembered}
        with transaction.atomic():
            copy = page.copy(update_attrs={"slug": "copy"}, copy_revisions=False, keep_live=False)
            # What the row says may be older than what is written.
            write(copy, page.text)
            copy.go_live_at = copy.expire_at = None
            copy.save_revision(user=self.user(who))
            if self.does("send a copy", lambda: services.submit(copy, self.user(who))):
                is_known = page.text in known or self.knows_picture(page.image_id)
                has_trust = self.tier == "trusted" and who == WITH_FACTOR and not self.is_on_probation
                assert Submission.objects.get(page=copy.pk).is_by_trust == (has_trust and not is_known)
            transaction.set_rollback(True)

    def knows_picture(self, pk: int | None) -> bool:
        """Return whether a picture was on what was refused, and the public sees it nowhere."""
        piece = self.pieces[0]
        saved, now = piece.public_saved, timezone.now()
        is_seen = saved and saved.picture.pk == pk and not self.is_hidden and not saved.has_expired(now)
        return not is_seen and pk is not None and any(sent.saved.picture.pk == pk for sent, _text in piece.remembered)

    def send_a_translation(self, number: int, who: str) -> None:
        """It has words of its own, and is decided for itself; what was refused is refused in every language."""
        piece, locale = self.pieces[number], Locale.objects.get(language_code="km")
        with transaction.atomic():
            create_twin(self.page(number).specific, locale, self.user(who))
            translation = self.page(number).get_translation(locale).specific
            write(translation, self.words())
            translation.go_live_at = translation.expire_at = None
            translation.save_revision(user=self.user(who))
            assert not translation.live
            if self.does("send a translation", lambda: services.submit(translation, self.user(who))):
                is_trusted = who == WITH_FACTOR and self.trusts(piece)
                assert Submission.objects.get(page=translation.pk).is_by_trust == is_trusted
            transaction.set_rollback(True)

    def delete(self, number: int, who: str) -> None:
        """A page stays while it waits or is public, for members also when it was decided on."""
        piece, is_deleted = self.pieces[number], False
        with transaction.atomic():
            with acting_as(self.user(who)):
                is_deleted = self.does("delete", lambda: self.page(number).specific.delete())
            transaction.set_rollback(True)
        is_kept = bool(piece.waiting or piece.public) or (piece.was_decided and who not in self.editors)
        assert is_deleted == (not is_kept)

    @when("waiting")
    @rule(number=number, who=sender)
    def take_back(self, number: int, who: str) -> None:
        submission, piece = self.submission(number), self.pieces[number]
        if submission and self.does("take back", lambda: services.take_back(submission, self.user(who))):
            assert who in MEMBERS or who == piece.waiting.by
            piece.waiting = piece.offer = None

    # Deciding

    @when("waiting")
    @rule(number=number, who=editor)
    def claim(self, number: int, who: str) -> None:
        submission, piece = self.submission(number), self.pieces[number]
        if submission and self.does("claim", lambda: services.claim(submission, self.user(who))):
            assert who in self.editors
            assert piece.may_decide(who, timezone.now())
            piece.waiting.claim = (who, timezone.now())

    @when("waiting")
    @rule(number=number, who=decider)
    def approve(self, number: int, who: str) -> None:
        submission, piece, now = self.submission(number), self.pieces[number], timezone.now()
        if submission and self.does("approve", lambda: services.approve(submission, self.user(who))):
            assert who in self.editors
            assert piece.may_decide(who, now)
            assert piece.waiting.is_untouched
            assert not piece.waiting.saved.has_expired(now)
            assert self.is_active
            piece.publish(piece.waiting, piece.waiting.saved, now)

    @when("waiting")
    @rule(number=number)
    def approve_well(self, number: int) -> None:
        """By whoever may: chance alone seldom finds her."""
        piece = self.pieces[number]
        may = [who for who in sorted(self.editors) if piece.waiting and piece.may_decide(who, timezone.now())]
        if may:
            self.approve(number, may[0])

    @when("waiting")
    @rule(number=number, who=decider, kind=st.sampled_from(["request_changes", "reject"]))
    def say_no(self, number: int, who: str, kind: str) -> None:
        submission, piece = self.submission(number), self.pieces[number]
        act = getattr(services, kind)
        if submission and self.does(kind, lambda: act(submission, self.user(who), "Name the village.")):
            assert who in self.editors
            assert piece.may_decide(who, timezone.now())
            if kind == "reject":
                piece.remembered.append((piece.waiting, piece.waiting.saved.text))
            piece.waiting, piece.offer, piece.is_refused, piece.was_decided = None, None, kind == "reject", True

    @when("waiting")
    @rule(number=number)
    def reject_well(self, number: int) -> None:
        """By whoever may, as approve_well: without refusals nobody appeals."""
        piece = self.pieces[number]
        may = [who for who in sorted(self.editors) if piece.waiting and piece.may_decide(who, timezone.now())]
        if may:
            self.say_no(number, may[0], "reject")

    @when("waiting")
    @rule(number=number, who=editor)
    def request_second_opinion(self, number: int, who: str) -> None:
        submission, piece = self.submission(number), self.pieces[number]
        if submission and self.does(
            "second", lambda: services.request_second_opinion(submission, self.user(who), "Look.")
        ):
            assert piece.may_decide(who, timezone.now())
            piece.waiting.second, piece.waiting.claim = who, None

    # Correcting

    @when("waiting")
    @rule(number=number, who=editor, is_small=st.booleans())
    def correct(self, number: int, who: str, is_small: bool) -> None:
        submission, piece, now = self.submission(number), self.pieces[number], timezone.now()
        if submission is None or piece.waiting is None:
            return
        text = piece.waiting.text + ("." if is_small else self.words())
        offer = lambda: services.offer_correction(submission, self.user(who), {"text": text})  # noqa: E731
        if self.does("correct small" if is_small else "correct much", offer):
            assert who in self.editors - {piece.waiting.by, piece.waiting.second, piece.waiting.refused_by}
            assert piece.waiting.is_untouched
            assert piece.waiting.holder(now) in ("", who)
            was = piece.waiting.saved
            saved = Saved(text, who, was.hour, was.end, was.picture)
            piece.offer = Offer(saved, who, now + DAY if is_small else None)
            piece.waiting.claim = None
            piece.save(who, saved)

    @when("offer")
    @rule(number=number, who=answerer)
    def accept(self, number: int, who: str) -> None:
        piece, now = self.pieces[number], timezone.now()
        correction = Correction.objects.filter(submission__page=self.pages[number]).last()
        if correction and self.does("accept", lambda: services.accept_correction(correction, self.user(who))):
            assert who != piece.offer.by
            assert who in MEMBERS or (who in self.editors and piece.may_decide(who, now))
            self.published(piece, now)

    @when("offer")
    @rule(number=number, who=st.sampled_from(MEMBERS))
    def accept_well(self, number: int, who: str) -> None:
        """By a member, who always may, as approve_well."""
        self.accept(number, who)

    @when("waiting")
    @rule(number=number, who=editor, member=st.sampled_from(MEMBERS))
    def correct_and_accept(self, number: int, who: str, member: str) -> None:
        """A correction that is answered at once: few offers last until a later step accepts them."""
        self.correct(number, who, False)
        self.accept(number, member)

    @when("offer")
    @rule(number=number, who=person)
    def decline(self, number: int, who: str) -> None:
        correction = Correction.objects.filter(submission__page=self.pages[number]).last()
        if correction and self.does("decline", lambda: services.decline_correction(correction, self.user(who), "No.")):
            assert who in MEMBERS or who in self.editors
            self.pieces[number].offer = None

    def published(self, piece: Piece, now: datetime) -> None:
        """A correction becomes public, and with it is the author's latest."""
        assert self.is_active
        assert piece.offer.by in self.editors
        assert piece.offer.is_untouched
        assert not piece.offer.saved.has_expired(now)
        if piece.latest is piece.waiting.saved:
            piece.latest = piece.offer.saved
        piece.publish(piece.waiting, piece.offer.saved, now)

    # Afterwards

    @when("is_trusting")
    @rule(number=number, who=decider, finding=st.booleans())
    def post_review(self, number: int, who: str, finding: bool) -> None:
        submission, piece = self.submission(number), self.pieces[number]
        look = lambda: services.post_review(submission, self.user(who), finding, "So.")  # noqa: E731
        if submission and self.does("look after", look):
            assert who in self.editors - {submission.submitted_by.email.partition("@")[0]}
            piece.last.post_review = "finding" if finding else "fine"
            if finding and self.tier == "trusted":
                self.tier = "verified"
            assert piece.waiting is None

    @precondition(lambda self: not self.is_on_probation)
    @rule(number=number, who=st.sampled_from(MEMBERS), finding=st.booleans())
    def publish_by_trust(self, number: int, who: str, finding: bool) -> None:
        """Send while the organization is trusted, and look at it: chance alone seldom brings both about."""
        self.change_tier("eve", "trusted")
        self.submit(number, who)
        if self.pieces[number].is_trusting:
            self.post_review(number, "edith", finding)

    @when("is_out")
    @rule(number=number, who=person)
    def withdraw(self, number: int, who: str) -> None:
        piece = self.pieces[number]
        if self.does("withdraw", lambda: services.withdraw(self.page(number).specific, self.user(who), "So.")):
            assert who in MEMBERS or who in self.editors
            assert piece.public or piece.scheduled
            self.is_on_probation |= who not in MEMBERS
            piece.was_decided = True
            piece.close()

    @rule(who=editor, level=st.sampled_from(["new", "verified", "trusted", "trusted"]))
    def change_tier(self, who: str, level: str) -> None:
        act = lambda: services.change_tier(self.organization, self.user(who), level, "So.")  # noqa: E731
        if self.does("change tier", act):
            assert who in self.editors
            self.tier = level

    # What happens to people and to time

    @precondition(lambda self: self.editors)
    @rule(is_active=st.sampled_from([True, True, True, False]), is_hidden=st.booleans())
    def stand(self, is_active: bool, is_hidden: bool) -> None:
        """Suspended, its pages stay public unless it is hidden as well."""
        is_hidden = is_hidden and not is_active
        if (is_active, is_hidden) == (self.is_active, self.is_hidden):
            return
        by = self.user(min(self.editors))
        status = "active" if is_active else "suspended"
        set_status(self.organization, status=status, is_hidden=is_hidden, by=by, reason="So.")
        self.organization.refresh_from_db()
        self.is_active, self.is_hidden = is_active, is_hidden
        happened["stand"] += 1

    @rule(who=editor, is_editor=st.sampled_from([True, True, True, False]))
    def appoint(self, who: str, is_editor: bool) -> None:
        if is_editor == (who in self.editors):
            return
        set_editor(self.user(who), is_editor)
        self.editors = self.editors | {who} if is_editor else self.editors - {who}
        for piece in self.pieces:
            if not is_editor and piece.waiting and piece.waiting.claim and piece.waiting.claim[0] == who:
                piece.waiting.claim = None

    @rule(move=st.sampled_from(MOVES), then_beat=st.booleans())
    def wait(self, move: timedelta, then_beat: bool) -> None:
        self.time.shift(move)
        if then_beat:
            self.beat()

    @when("public")
    @rule(number=number)
    def reach_end(self, number: int) -> None:
        """The hour comes at which what is public ends: chance alone seldom waits just so long."""
        piece, now = self.pieces[number], timezone.now()
        if piece.public and piece.public_saved.end:
            self.time.shift(max(piece.public_saved.end - now, timedelta()) + timedelta(minutes=1))
            self.beat()

    @rule()
    def beat(self) -> None:
        """Do what Celery's clock does."""
        now = timezone.now()
        call_command("publish_scheduled", stdout=StringIO())
        services.publish_unanswered_corrections()
        for piece in self.pieces:
            happened["expire"] += piece.at_its_end(now)
            piece.at_its_hour(now, self.is_active, self.trusts(piece))
            offer = piece.offer
            if offer and offer.publish_at and offer.publish_at <= now and self.is_active:
                if offer.by in self.editors and offer.is_untouched and not offer.saved.has_expired(now):
                    self.published(piece, now)
                    happened["unanswered"] += 1
                else:
                    piece.offer = None

    @rule(happens=seldom)
    def deliver(self, happens: bool) -> None:
        """Carry out the outbox as workers do; a check may have what was published by trust looked at."""
        if not happens:
            return
        drain()
        for number, piece in enumerate(self.pieces):
            if piece.last and piece.last.is_by_trust and piece.last.post_review == "none":
                piece.last.post_review = "due" if self.submission(number).post_review == "due" else "none"
        now = timezone.now()
        found = set(CatalogEntry.objects.public().filter(pk__in=self.pages).values_list("pk", flat=True))
        shown = [
            piece.public and not self.is_hidden and not piece.public_saved.has_expired(now) for piece in self.pieces
        ]
        assert found == {key for key, is_shown in zip(self.pages, shown, strict=True) if is_shown}
        # What opens again, such as its organization, brings its files along.
        assert set(self.open_pictures()) == ({self.pieces[0].public_saved.picture.pk} if shown[0] else set())
        happened["deliver"] += 1

    def open_pictures(self) -> Any:
        return FilePublicity.objects.open().filter(page__in=self.pages).values_list("image_id", flat=True)

    # What must always hold

    @invariant()
    def public_is_what_was_decided(self) -> None:
        for key, piece in zip(self.pages, self.pieces, strict=True):
            page = Page.objects.get(pk=key).specific
            assert (page.text if page.live else None) == piece.public
            if page.live:
                assert page.text in piece.decided
                assert says_one_thing(page)

    @invariant()
    def search_shows_what_was_decided(self) -> None:
        """Also before the workers have come: what is to be seen may be late, what is gone is gone."""
        for entry in CatalogEntry.objects.public().filter(pk__in=self.pages):
            piece = self.pieces[self.pages.index(entry.pk)]
            assert piece.public
            assert not self.is_hidden
            assert any(text in entry.text for text in piece.decided)
            assert says_one_thing(entry)

    @invariant()
    def pictures_are_those_that_were_decided(self) -> None:
        piece = self.pieces[0]
        for pk in self.open_pictures():
            assert not self.is_hidden
            assert piece.shows(piece.public_saved.picture)
            assert pk == piece.public_saved.picture.pk
        if piece.public:
            assert Page.objects.get(pk=self.pages[0]).specific.image.description == piece.public_words

    @invariant()
    def what_waits_waits(self) -> None:
        waiting = set(Submission.objects.waiting().filter(page__in=self.pages).values_list("page", flat=True))
        assert waiting == {key for key, piece in zip(self.pages, self.pieces, strict=True) if piece.waiting}

    @invariant()
    def each_is_decided_once(self) -> None:
        decided = Event.objects.filter(kind="submission.decided").count()
        states = ("approved", "returned", "refused")
        assert decided == Submission.objects.filter(page__in=self.pages, state__in=states).count()


@pytest.fixture
def people(organization: Any, other_organization: Any, make_member: Any, make_user: Any) -> None:
    for name in MEMBERS:
        member = make_member(organization, "officer", f"{name}@example.org")
        if name == WITH_FACTOR:
            enrol(member)
    make_member(other_organization, "manager", f"{STRANGER}@example.org")
    for name in EDITORS:
        set_editor(make_user(f"{name}@example.org"), True)


def run(examples: int, length: int) -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            # Each step costs a dozen queries: a failure is told as it was found.
            phases=[Phase.generate],
        ),
    )


def test_only_decided_content_is_public(people: None) -> None:
    run(examples=5, length=24)


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_only_decided_content_is_public_for_long(people: None) -> None:
    happened.clear()
    run(examples=150, length=60)
    print(dict(happened))
    everything = {
        "approve",
        "request_changes",
        "reject",
        "appeal",
        "correct small",
        "correct much",
        "accept",
        "decline",
    }
    everything |= {
        "expire",
        "deliver",
        "second",
        "claim",
        "take back",
        "withdraw",
        "send a copy",
        "send a translation",
        "another picture",
        "describe a picture",
        "stand",
        "delete",
        "look after",
        "change tier",
        "submit",
    }
    assert all(happened[name] for name in everything), happened
