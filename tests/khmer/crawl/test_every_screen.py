"""Every screen of every role in Khmer, asked once: no English word beside names, no Latin digit beside codes."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from orgs.services import set_membership
from portal.access import RULES
from tests.accounts.sign_in_helpers import password_login, sign_in
from tests.factories import make_user
from tests.khmer.crawl.khmer_portal import KhmerPortal, content, make_khmer_portal
from tests.khmer.crawl.latin import Reader
from tests.khmer.crawl.screens import (
    GUARDED,
    NO_SCREENS,
    NO_SCREENS_OF,
    OFF,
    STAGES,
    addresses_of,
    people_for,
)
from tests.khmer.crawl.visible_text import pieces_of
from tests.population import ADMINISTRATOR, EDITOR
from tests.tenancy.patterns import Address, all_addresses

# What forms call what they take: enough for some to be kept, too little for others.
FORM = {
    "title": "នារី", "new_title": "នារី", "new_slug": "words", "reason": "នារី", "text": "នារី", "language": "km",
    "name": "នារី", "old_path": "/words", "redirect_link": "/words", "hostname": "words", "port": "80",
    "pages-TOTAL_FORMS": "0", "pages-INITIAL_FORMS": "0",
    "workflow_tasks-TOTAL_FORMS": "0", "workflow_tasks-INITIAL_FORMS": "0",
    "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "body-count": "0", "decision": "approve",
}  # fmt: skip
TYPED = {"words", "approve"}
# Ending the session, or another language, would end the crawl.
NOT_POSTED = {"account_logout", "workspace:mail-settings", "wagtailadmin_account"}


@dataclass
class Crawl:
    """One crawl: its people, and the English that was found, with the addresses."""

    stage: KhmerPortal
    reader: Reader
    clients: dict[str, Client]
    seen: set[str] = field(default_factory=set)
    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def look(self, address: Address) -> None:
        """Ask for an address as the first person to whom it shows something, and send its form once."""
        for person in people_for(address):
            for url in addresses_of(address, self.stage):
                answer = self.ask(person, "get", url)
                if self.read(f"{person} {url}", answer) and answer.status_code in (200, 401):
                    self.seen.add(address.view)
                if takes_forms(address):
                    self.read(f"{person} POST {url}", self.ask(person, "post", url))
            if address.view in self.seen and person in GUARDED and address.view not in LOOKS_ANEW:
                return

    def ask(self, person: str, method: str, url: str) -> Any:
        """One request, and the screen to which a form leads, in a transaction that is taken back."""
        client = self.clients[person]
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = getattr(client, method)(url, *([FORM] if method == "post" else []))
            if method == "post" and answer.status_code == 302 and answer.url.startswith("/"):
                answer = client.get(answer.url)
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    def read(self, where: str, answer: Any) -> bool:
        """Read an answer that is a screen, and return whether it was one."""
        return self.read_html(where, screen_of(answer))

    def read_html(self, where: str, html: str) -> bool:
        for piece in pieces_of(html):
            if self.reader.trips_over(piece):
                self.found[piece].append(where)
        return bool(html)


def takes_forms(address: Address) -> bool:
    """Of Wagtail's own screens those in which members or administrators write."""
    is_of_wagtail = address.route.startswith("admin/")
    return address.view not in NOT_POSTED and not (is_of_wagtail and address.view not in WRITTEN_IN)


# Screens on which the administrator has more to read than members have.
LOOKS_ANEW = {"wagtailadmin_home", "wagtailadmin_explore_root"}
WRITTEN_IN = {
    "wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailimages:edit", "wagtaildocs:edit",
    "wagtailimages:add", "wagtaildocs:add", "wagtailadmin_pages:copy",
    # Administrators.
    "wagtailusers_users:add", "wagtailusers_users:edit", "wagtailusers_users:delete",
    "wagtailusers_users:reset_second_factor", "wagtailsites:add", "wagtailsites:edit", "wagtailsites:delete",
    "wagtailredirects:add", "wagtailredirects:edit", "wagtailredirects:delete", "wagtaillocales:edit",
    "wagtailadmin_collections:add", "wagtailadmin_collections:edit", "wagtailadmin_collections:delete",
    "wagtailadmin_workflows:add", "wagtailadmin_workflows:edit", "wagtailadmin_workflows:disable",
    "wagtailadmin_workflows:add_task", "wagtailadmin_workflows:edit_task", "wagtailadmin_workflows:disable_task",
    "wagtailadmin_pages:set_privacy", "wagtailadmin_collections:set_privacy",
}  # fmt: skip


def screen_of(answer: Any) -> str:
    """Return the HTML of an answer, or of the window that it opens; nothing for what is for programs."""
    kind = answer.headers.get("Content-Type", "")
    if answer.streaming or answer.status_code == 405:
        return ""
    if kind.startswith("text/html"):
        return str(answer.text)
    if kind.startswith("application/json"):
        window = json.loads(answer.content)
        texts = window.values() if isinstance(window, dict) else ()
        return " ".join(text for text in texts if isinstance(text, str) and "</" in text)
    return ""


@pytest.fixture
def crawl(portal: Any, editor: Any, administrator: Any) -> Crawl:
    with override("km"):
        stage = make_khmer_portal()
    emails = {"officer": stage.side.officer.email, "manager": stage.side.manager.email}
    emails |= {"editor": EDITOR, "administrator": ADMINISTRATOR}
    translator = make_user("ourown-translator@example.org", language="km", first_name="បុប្ផា")
    set_membership(translator, stage.side.organization, "officer", translates_into="en")
    emails |= {"translator": translator.email}
    without_password = User.objects.get(email=stage.side.manager.email)
    without_password.set_unusable_password()
    without_password.save()
    clients = {name: Client(raise_request_exception=False) for name in ("anonymous", *emails)}
    for name, email in emails.items():
        sign_in(clients[name], User.objects.get(email=email))
        session = clients[name].session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = session["_auth_user_id"]
        session.save()
    RecoveryCodes.activate(User.objects.get(email=EDITOR))
    clients |= {name: Client() for name in STAGES.values()} | {"participant": stage.board.client()}
    for client in clients.values():
        client.cookies["django_language"] = "km"
    clients["code asked"].post(reverse("account_request_login_code"), {"email": EDITOR})
    password_login(clients["half signed in"], User.objects.get(email=EDITOR))
    return Crawl(stage, Reader(content() | TYPED), clients)


def why_none(address: Address) -> str:
    """Return why an address is no screen of those that are asked for; nothing for a screen."""
    by_rule = RULES.is_disabled(address.view) and OFF
    of_space = next((why for space, why in NO_SCREENS_OF.items() if address.view.startswith(space)), "")
    return by_rule or of_space or NO_SCREENS.get(address.view, "")


def read_errors_and_mails(crawl: Crawl) -> None:
    """Read what is answered when something is wrong, and the mails that were sent on the way here."""
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "km"})
    for url in ("/km/nowhere/", "/km/join/", "/accounts/nowhere/", "/workspace/nowhere/"):
        crawl.read(url, strict.get(url))
        crawl.read(f"POST {url}", strict.post(url))
    assert mail.outbox
    for letter in mail.outbox:
        parts = [part.content for part in getattr(letter, "alternatives", [])]
        for text in (letter.subject, letter.body.replace("<", " "), *map(str, parts)):
            crawl.read_html(f"mail to {letter.to}", text)


# Ten seconds of work, on a machine that may be busy.
@pytest.mark.timeout(600)
def test_a_reader_of_khmer_meets_no_english(crawl: Crawl) -> None:
    """A new address that is neither shown to anybody nor named among those that are no screens fails."""
    with override("km"):
        addresses = [each for each in all_addresses() if not why_none(each)]
        for address in addresses:
            crawl.look(address)
    read_errors_and_mails(crawl)
    told = [f"{piece[:120]!r}: {places[0]} ({len(places)})" for piece, places in crawl.found.items()]
    assert not told, "\n".join(told)
    unseen = {each.view for each in addresses if each.view} - crawl.seen
    assert not unseen, (
        f"Nobody was shown {sorted(unseen)}: make it possible in khmer_portal.py, or say why in screens.py."
    )
