"""Every address of the portal, asked by everybody, with the ids of an organization that is not theirs."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from orgs.pages.registry import page_kinds
from orgs.services import set_membership
from portal.access import RULES
from tests.accounts.sign_in_helpers import sign_in
from tests.queries import WrittenStatements
from tests.tenancy.arguments import arguments, names_an_object
from tests.tenancy.patterns import Address, all_addresses
from tests.tenancy.scenario import OWN, SECRET, Scenario, Side, make_scenario, rows_of

MEMBERS = ("officer", "manager")
STRANGERS = ("anonymous", "nobody", "translator", *MEMBERS)
ROLES = (*STRANGERS, "editor", "administrator")

# Bytes tell no words: whoever has no right to a file gets none at all.
FILES = ("file", "wagtaildocs_serve")

# Addresses without a name, or whose values have none.
UNNAMED = {
    "admin/login/": ["/admin/login/"],
    "^admin/password_reset/": ["/admin/password_reset/"],
    "admin/test404/": ["/admin/test404/"],
    "admin/^.*/$": ["/admin/nowhere/"],
    "robots.txt": ["/robots.txt"],
    "sitemap.xml": ["/sitemap.xml"],
    "accounts/social/login/cancelled/": ["/accounts/social/login/cancelled/"],
    "accounts/social/login/error/": ["/accounts/social/login/error/"],
    "accounts/social/signup/": ["/accounts/social/signup/"],
    "accounts/social/connections/": ["/accounts/social/connections/"],
}

# What forms call what they take; a view that reads none of it is not troubled.
FORM = {
    "title": "Words", "new_title": "Words", "new_slug": "words", "reason": "Words", "action-publish": "1",
    "tags": "words", "text": "Words", "language": "en", "is_editing": "1", "decision": "approve",
    "external-link-chooser-url": "https://example.org/", "external-link-chooser-link_text": "Words",
    "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "body-count": "0",
}  # fmt: skip


@dataclass
class Walk:
    """The requests of one role, and the faults that they met."""

    role: str
    scenario: Scenario
    client: Client
    asked: int = 0
    faults: list[str] = field(default_factory=list)
    secret: str = SECRET

    def ask(self, method: str, url: str, expected_404: bool, data: dict[str, Any] | None = None) -> None:
        """One request in a transaction that is taken back; notes what is wrong with the answer."""
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            with WrittenStatements() as written:
                response = getattr(self.client, method)(url, data or {})
            self.judge(f"{self.role} {method.upper()} {url}", response, expected_404)
            if self.role in STRANGERS and written:
                self.compare_rows(f"{self.role} {method.upper()} {url}")
            transaction.set_rollback(True)
        self.client.cookies = cookies
        self.asked += 1

    def judge(self, request: str, response: Any, expected_404: bool) -> None:
        if response.status_code >= 500:
            self.faults.append(f"{request}: {response.status_code} {reason(response)}")
        elif self.role in STRANGERS and self.secret.lower() in everything_in(response):
            self.faults.append(f"{request}: shows what is another's ({response.status_code})")
        elif expected_404 and response.status_code not in (404, 405):
            self.faults.append(f"{request}: {response.status_code}, not 404")

    def compare_rows(self, request: str) -> None:
        if rows_of(self.scenario.foreign) != self.rows:
            self.faults.append(f"{request}: changed what is another's")

    def __post_init__(self) -> None:
        self.rows = rows_of(self.scenario.foreign)


def reason(response: Any) -> str:
    exception = getattr(response, "exc_info", None)
    return repr(exception[1])[:200] if exception else ""


def everything_in(response: Any) -> str:
    """All words of an answer: its content, unpacked, and its headers."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    return f"{content.decode(errors='replace')} {response.headers}".lower()


@pytest.fixture
def scenario(portal: Any) -> Scenario:
    return make_scenario()


@pytest.fixture
def client_of(scenario: Scenario, make_user: Any, editor: Any, administrator: Any) -> Any:
    def client_of(role: str, side: Side | None = None) -> Client:
        side = side or scenario.own
        people = {"officer": side.officer, "manager": side.manager, "editor": editor, "administrator": administrator}
        client = Client(raise_request_exception=False)
        if role == "anonymous":
            return client
        person = people.get(role) or make_user(f"{role}@example.org")
        if role == "translator":
            set_membership(person, side.organization, "officer", translates_into="en")
        sign_in(client, person)
        return client

    return client_of


def urls_of(address: Address, own: Side, foreign: Side) -> list[str]:
    """The ways to ask an address. Raises LookupError when it takes what nobody has explained."""
    if address.unnamed and address.view == "wagtaildocs_serve":
        return [foreign.document.url]
    if address.unnamed:
        return [page.url for page in (foreign.draft, foreign.waiting, foreign.live, foreign.home)]
    if not address.view:
        return UNNAMED[address.route]
    found = []
    for kwargs in arguments(address, own, foreign):
        try:
            found.append(reverse(address.view, kwargs=kwargs))
        except NoReverseMatch as error:
            raise LookupError(f"{address}: {error}") from error
    return found


def has_to_be_404(address: Address, role: str) -> bool:
    """Whoever is signed in and sees nothing of the foreign organization gets 404, whatever the address."""
    if RULES.is_disabled(address.view):
        return True
    if address.view in FILES:
        return role in STRANGERS
    if role not in ("nobody", "translator", *MEMBERS) or not address.is_behind_the_guard or not address.view:
        return False
    if address.view not in RULES.open:
        return not redirects(address)
    return names_an_object(address) or (role in ("nobody", "translator") and address.route.startswith("admin/"))


def redirects(address: Address) -> bool:
    """Older doors of Wagtail's, in whose place allauth's stand."""
    return address.view == "wagtailadmin_login" or "password_reset" in address.view


def queries_of(address: Address, own: Side, foreign: Side) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each id that a view may take besides those of its address, once as a query and once in a form."""
    takes = RULES.open.get(address.view, {})
    if callable(takes) or not isinstance(takes, dict):
        return
    ids = {
        "page": foreign.draft.pk, "ancestor": foreign.home.pk, "image": foreign.image.pk,
        "document": foreign.document.pk,
        "collection": foreign.organization.collection_id, "person": foreign.officer.pk, "upload": foreign.upload.pk,
    }  # fmt: skip
    for parameter, kind in takes.items():
        if parameter not in address.parameters and kind in ids:
            (url,) = urls_of(address, own, own)[:1]
            yield url, parameter, {parameter: ids[kind]}


@pytest.mark.parametrize("role", ROLES)
def test_every_address(role: str, scenario: Scenario, client_of: Any, capsys: pytest.CaptureFixture[str]) -> None:
    walk = Walk(role, scenario, client_of(role))
    mail.outbox.clear()
    walk_all(walk)
    assert not walk.faults, f"{len(walk.faults)} faults:\n" + "\n".join(walk.faults)
    if role in STRANGERS:
        assert not [letter for letter in mail.outbox if SECRET.lower() in str(letter.message()).lower()]
    print_walk(capsys, walk)


def print_walk(capsys: pytest.CaptureFixture[str], walk: Walk, found: str = "") -> None:
    with capsys.disabled():
        print(f"\n{walk.role}: {len(all_addresses())} addresses, {walk.asked} requests{found}")


# Answers that leak are whole pages, and a drill may run on a busy machine.
@pytest.mark.timeout(1200)
@pytest.mark.drill
@pytest.mark.parametrize("role", MEMBERS)
def test_without_the_guard_the_walk_finds_leaks(
    role: str, scenario: Scenario, client_of: Any, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Proof that it would see them."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "portal.access.TenantGuard"]
    walk = Walk(role, scenario, client_of(role))
    walk_all(walk)
    print_walk(capsys, walk, f" without the guard, {len(walk.faults)} faults")
    assert [fault for fault in walk.faults if "shows what is another's" in fault]
    assert [fault for fault in walk.faults if "not 404" in fault]


@pytest.mark.timeout(1200)
@pytest.mark.drill
@pytest.mark.parametrize("role", MEMBERS)
def test_the_other_way_round(role: str, scenario: Scenario, client_of: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The hidden organization's members see nothing of the first that the first keeps to itself."""
    scenario.own.organization.is_hidden = True
    scenario.own.organization.save()
    walk = Walk(role, Scenario(scenario.foreign, scenario.own), client_of(role, scenario.foreign), secret=OWN)
    walk_all(walk)
    print_walk(capsys, walk, " the other way round")
    assert not walk.faults, "\n".join(walk.faults)


@pytest.mark.drill
def test_the_owner_sees_what_is_hers(scenario: Scenario, client_of: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The walk asks for what there is: its owner gets it."""
    client = client_of("officer", scenario.foreign)
    missing = {
        address.view
        for address in all_addresses()
        if address.view in RULES.open and address.is_behind_the_guard and names_an_object(address)
        for url in urls_of(address, scenario.foreign, scenario.foreign)[:1]
        if client.get(url).status_code == 404
    }
    with capsys.disabled():
        print(f"\nowner: {len(all_addresses())} addresses, not there for an officer: {sorted(missing)}")
    # The draft is an article, which the short form of another kind does not open; people are a manager's.
    of_managers = {
        "workspace:change-role",
        "workspace:phone-lost",
        "workspace:remove-member",
        "workspace:resend-invitation",
        "workspace:revoke-invitation",
        "workspace:new-password-link",
        "workspace:revoke-link",
    }
    # No editor has refused or withdrawn the draft; tests/workspace/test_review.py shows who may answer then.
    # Notes are written on what was sent.
    to_editors = {"workspace:appeal", "workspace:answer-withdrawal", "workspace:notes"}
    short_forms = {f"workspace:edit-{kind.name}" for kind in page_kinds().short_forms if kind.name != "article"}
    assert missing == {*short_forms, *to_editors, *of_managers}


def walk_all(walk: Walk) -> None:
    role, scenario = walk.role, walk.scenario
    for address in all_addresses():
        is_404 = has_to_be_404(address, role)
        for url in urls_of(address, scenario.own, scenario.foreign):
            walk.ask("get", url, is_404)
            walk.ask("post", url, is_404, FORM | foreign_form(scenario.foreign))
        if not address.parameters and not address.is_behind_the_guard and address.view:
            for url in urls_of(address, scenario.own, scenario.foreign):
                walk.ask("get", url, False, {"organization": scenario.foreign.organization.slug, "q": "live"})
        if role in MEMBERS:
            for url, _name, query in queries_of(address, scenario.own, scenario.foreign):
                walk.ask("get", url, True, query)
                walk.ask("post", url, True, FORM | query)


def foreign_form(foreign: Side) -> dict[str, Any]:
    return {
        "collection": foreign.organization.collection_id,
        "new_parent_page": foreign.home.pk,
        "image": foreign.image.pk,
        "photo": foreign.image.pk,
        "organization": foreign.organization.slug,
        "groups": foreign.group.pk,
        "parent_page": foreign.home.pk,
    }
