"""Random walks of a translator and two editors: nothing is public before the approval of exactly that."""

from __future__ import annotations

import random
import re
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import LocaleSynchronization, Translation

from common.refusal import Refusal
from moderation import services
from moderation.comparison.content_hash import content_hash, fingerprint
from moderation.models import Submission
from moderation.rules.approvals import approved_hash, shows_what_was_approved
from orgs.models import Organization
from orgs.services import set_editor
from outbox.services import drain
from tests.accounts.sign_in_helpers import enrol
from tests.factories import make_page
from translations.segments import sentences_of
from translations.services import begin, draft, keep, send
from translations.together import send_both

pytestmark = pytest.mark.django_db

STEPS = 12
BODY = [{"type": "paragraph", "value": "<p>Seven looms came.</p><p>We weave <b>silk</b>.</p>"}]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
# Nothing of these makes anything public or takes it away.
QUIET = ("type", "type", "type", "draft", "send", "send_both", "change", "take_back", "return", "localize", "localize")
LOUD = ("approve", "approve", "approve", "withdraw", "withdraw_both", "trust", "deliver")


class Walk:
    """One walk over an article in both languages; every step may be refused."""

    def __init__(self, seed: int, organization: Organization, officer: Any, editors: list[Any], happened: Any) -> None:
        self.random, self.happened, self.seed = random.Random(seed), happened, seed
        self.organization, self.officer, self.editors = organization, officer, editors
        is_live = self.random.random() < 0.6
        self.page = make_page(
            "article", organization, owner=officer, live=is_live, title="Looms", summary="Short.", body=BODY
        )
        self.translation = begin(self.page, Locale.objects.get(language_code="km"), officer)
        self.twin = self.translation.get_target_instance()
        self.client, self.words = Client(), 0
        for sentence in sentences_of(self.translation):
            self.write(sentence)

    def write(self, sentence: Any) -> None:
        self.words += 1
        keep(self.translation, sentence.segment, f"ពាក្យ {self.words}", self.officer)

    @property
    def pages(self) -> list[Any]:
        return [Page.objects.get(pk=page.pk).specific for page in (self.page, self.twin)]

    def rows(self) -> list[str]:
        """Return all that the public rows say."""
        return [f"{page.live} {fingerprint(page.serializable_data())}" if page.live else "-" for page in self.pages]

    def html(self) -> list[bytes]:
        """Return what the public sees at both addresses."""
        answers = [self.client.get(page.get_url() or "/none/") for page in self.pages]
        return [TOKEN.sub("", answer.content.decode()).encode() for answer in answers]

    def run(self) -> None:
        shown, seen = self.rows(), self.html()
        for _ in range(STEPS):
            is_quiet = self.random.random() < 0.7
            name = self.random.choice(QUIET if is_quiet else LOUD)
            if not is_quiet:
                assert self.html() == seen, (self.seed, name)
            # What is sent by trust is public at once.
            trusted = self.organization.tier == Organization.Tier.TRUSTED
            self.step(name)
            now = self.rows()
            if is_quiet and not (trusted and name in ("send", "send_both")):
                assert now == shown, (self.seed, name)
                assert not Page.objects.live().exclude(alias_of=None).exists(), self.seed
                continue
            self.check_approved()
            shown, seen = now, self.html()
        assert self.html() == seen, self.seed

    def step(self, name: str) -> None:
        with suppress(Refusal, PermissionDenied, ValidationError), transaction.atomic():
            getattr(self, name)()
            self.happened[name] += 1

    def check_approved(self) -> None:
        """The public words are exactly the approved ones, apart from the first version of the original."""
        for page in self.pages:
            approved = approved_hash(page.live_revision_id) if page.live else None
            if approved is None:
                assert not page.live or (page.pk == self.page.pk and not page.submissions.exists()), self.seed
                continue
            assert content_hash(Revision.objects.get(pk=page.live_revision_id)) == approved, self.seed
            assert shows_what_was_approved(page), self.seed

    # Quiet steps

    def type(self) -> None:
        self.write(self.random.choice(sentences_of(self.translation)))

    def draft(self) -> None:
        draft(self.translation, self.officer)

    def send(self) -> None:
        send(self.translation, self.officer)

    def send_both(self) -> None:
        send_both(self.translation, self.officer)

    def change(self) -> None:
        """Change the original by hand, or its translation: as a draft, or refused while it waits."""
        page = self.random.choice(self.pages)
        if page.current_workflow_state:
            raise Refusal("It waits.", code="in_review")
        latest = page.get_latest_revision_as_object()
        self.words += 1
        latest.title = f"Loom {self.words}"
        latest.save_revision(user=self.officer)

    def take_back(self) -> None:
        services.take_back(self.waiting(), self.officer)

    def waiting(self) -> Submission:
        rows = list(Submission.objects.waiting())
        if not rows:
            raise Refusal("Nothing waits.", code="nothing")
        return self.random.choice(rows)

    def localize(self) -> None:
        """Try each of localize's own ways to a page, as a member would from the admin."""
        way = self.random.randrange(4)
        with LogContext(user=self.officer):
            if way == 0:
                Translation.objects.get(pk=self.translation.pk).save_target(user=self.officer, publish=True)
            elif way == 1:
                self.words += 1
                self.pages[0].create_alias(parent=self.pages[1].get_parent(), update_slug=f"alias-{self.words}")
            elif way == 2:
                km, en = (Locale.objects.get(language_code=code) for code in ("km", "en"))
                LocaleSynchronization.objects.create(locale=km, sync_from=en)
            else:
                self.pages[1].save_revision(user=self.officer).publish(user=self.officer)

    # Loud steps

    def approve(self) -> None:
        services.approve(self.waiting(), self.random.choice(self.editors))

    def withdraw(self) -> None:
        services.withdraw(self.random.choice(self.pages), self.officer)

    def withdraw_both(self) -> None:
        services.withdraw(self.random.choice(self.pages), self.officer, with_other_language=True)

    def trust(self) -> None:
        trusted, verified = Organization.Tier.TRUSTED, Organization.Tier.VERIFIED
        self.organization.tier = verified if self.organization.tier == trusted else trusted
        self.organization.save(update_fields=["tier"])

    def deliver(self) -> None:
        """A worker that was away comes back, and carries out what has gathered."""
        drain()


def return_(self: Walk) -> None:
    services.request_changes(self.waiting(), self.random.choice(self.editors), "Name the village.")


# `return` is a word of the language.
setattr(Walk, "return", return_)


def walk(seeds: range, organization: Any, officer: Any, make_user: Any) -> Counter[str]:
    enrol(officer)
    editors = [make_user(f"editor-{number}@example.org") for number in range(2)]
    for each in editors:
        set_editor(each, True)
    happened: Counter[str] = Counter()
    for seed in seeds:
        with transaction.atomic():
            Walk(seed, Organization.objects.get(pk=organization.pk), officer, editors, happened).run()
            transaction.set_rollback(True)
    return happened


def test_walks(organization: Any, officer: Any, make_user: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 02:00:00", tick=False)
    assert walk(range(2), organization, officer, make_user)["type"]


@pytest.mark.drill
@pytest.mark.timeout(880)
@pytest.mark.parametrize("half", [0, 1])
def test_500_walks(half: int, organization: Any, officer: Any, make_user: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 02:00:00", tick=False)
    happened = walk(range(half * 250, half * 250 + 250), organization, officer, make_user)
    print(dict(happened))
    ways = {*QUIET, *LOUD} - {"localize"}
    assert all(happened[name] for name in ways), happened
