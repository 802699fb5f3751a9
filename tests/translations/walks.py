"""One random walk of a translator and two editors, and what must hold at each of its steps."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from difflib import unified_diff
from typing import Any

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
from tests.factories import make_page
from translations.segments import sentences_of
from translations.services import begin, draft, keep, send
from translations.together import send_both

STEPS = 12
BODY = [{"type": "paragraph", "value": "<p>Seven looms came.</p><p>We weave <b>silk</b>.</p>"}]
# What differs in two answers without any change: tokens, and how long ago something was.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|(?<=">)[^<>]+(?=</time>)')
# Nothing of these makes anything public or takes it away.
QUIET = ("type", "type", "type", "draft", "send", "send_both", "change", "take_back", "return", "localize", "localize")
LOUD = ("approve", "approve", "approve", "withdraw", "withdraw_both", "trust", "deliver")
# localize's own ways are always refused.
WAYS = {*QUIET, *LOUD} - {"localize"}


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
        self.steps: list[str] = []  # those that were not refused
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

    def html(self) -> list[str]:
        """Return the lines that the public sees at both addresses."""
        answers = [self.client.get(page.get_url() or "/none/") for page in self.pages]
        texts = [
            f"{answer.status_code} {answer.headers.get('location')}\n{answer.content.decode()}" for answer in answers
        ]
        return [line for text in texts for line in PASSING.sub("", text).splitlines()]

    def check_html(self, seen: list[str], name: str) -> None:
        differing = list(unified_diff(seen, self.html(), n=0, lineterm=""))
        assert not differing, (self.seed, name, self.steps, [*differing[:6], *differing[-3:]])

    def run(self) -> None:
        self.settle()
        shown, seen = self.rows(), self.html()
        for _ in range(STEPS):
            is_quiet = self.random.random() < 0.7
            name = self.random.choice(QUIET if is_quiet else LOUD)
            if not is_quiet:
                self.check_html(seen, name)
            # What is sent by trust is public at once.
            trusted = self.organization.tier == Organization.Tier.TRUSTED
            self.step(name)
            now = self.rows()
            if is_quiet and not (trusted and name in ("send", "send_both")):
                assert now == shown, (self.seed, name)
                assert not Page.objects.live().exclude(alias_of=None).exists(), self.seed
                continue
            self.check_approved()
            self.settle()
            shown, seen = self.rows(), self.html()
        self.check_html(seen, "the end")

    def settle(self) -> None:
        """Wait for a worker, where there is one."""

    def step(self, name: str) -> None:
        with suppress(Refusal, PermissionDenied, ValidationError), transaction.atomic():
            getattr(self, name)()
            self.happened[name] += 1
            self.steps.append(name)

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
        rows = list(Submission.objects.waiting().filter(page_id__in=[self.page.pk, self.twin.pk]))
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


def editors_of(make_user: Any) -> list[Any]:
    """Create two editors."""
    editors = [make_user(f"editor-{number}@example.org") for number in range(2)]
    for each in editors:
        set_editor(each, True)
    return editors
