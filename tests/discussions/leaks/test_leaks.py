"""Search everything that a board's life leaves for the addresses, numbers and real names of its people."""

from __future__ import annotations

import logging
import mailbox
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core import mail as sent
from django.core.management import call_command
from django.db import connection
from django.test import Client

from common.logs.formatters import OneLineFormatter
from common.personal_data import registry
from discussions.mailing.digests import record_due_digests
from discussions.outbox_events import MAIL_ANSWERED
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.leaks.story import MEMBER, READER, SECRETS, WEEKLY, WRITER, Story, left_by_writer, play
from tests.tenancy.test_matrix import everything_in

pytestmark = pytest.mark.django_db

EVERY_SECRET = frozenset(word for words in SECRETS.values() for word in words)
SUNDAY, TUESDAY = "2026-11-29 10:00+07:00", "2026-12-01 10:00+07:00"
STARTS = (
    "/en/", "/en/discussions/", "/km/discussions/gender/1/", "/en/discussions/gender/feed.atom", "/en/search/?q=bus",
    "/km/search/?q=bus", "/en/search/suggestions/?q=ni", "/en/activity/", "/en/organizations/neary/",
    "/api/v1/search?q=bus", "/api/v1/search?type=discussion", "/sitemap.xml", "/workspace/",
    "/workspace/queue/", "/workspace/reports/", "/workspace/decided/", "/workspace/log/", "/workspace/discussions/",
)  # fmt: skip
# What belongs to a board, to its organization or to the desk; pages of accounts are the person's own.
FOLLOWED = ("/en/discussions/", "/en/report/", "/en/organizations/neary/", "/en/feed", "/en/activity/", "/workspace/")
# Events, revisions and log entries, matters, lists and indexes.
MUST_NOT_NAME = ("outbox_", "wagtailcore_", "moderation_", "catalog_", "search_", "feed_")
# Where somebody finds what is hers.
OWN_PAGES = ("/workspace/mail/", "/workspace/my-data/")


def told_in(text: str, but: str = "") -> list[str]:
    """Return the secrets in a text, but for those of one person."""
    small, own = text.lower(), SECRETS.get(but, ())
    return sorted(word for word in EVERY_SECRET if word in small and word not in own)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


@pytest.fixture
def story(portal, settings, time_machine, log, editor, administrator) -> Story:
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.test"
    settings.DISCUSSIONS_AUTHSERV_ID = ""
    time_machine.move_to(SUNDAY)
    sent.outbox = []
    played = play(editor, administrator)
    time_machine.move_to(TUESDAY)
    record_due_digests()
    played.drain()
    return played


def pages_of(client: Client) -> dict[str, str]:
    """Return what somebody finds who follows links from the starts, by address; a page of each kind of query alone."""
    waiting, found = list(STARTS), {}
    while waiting:
        url = waiting.pop()
        answer = client.get(url)
        found[url] = everything_in(answer)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        links = BeautifulSoup(found[url], "html.parser").select("main a[href], head link[href]")
        for link in links:
            path = urlsplit(urljoin(url, str(link["href"]))).path
            if path.startswith(FOLLOWED) and path not in found and path not in waiting:
                waiting.append(path)
    return found


def leaks_in(pages: dict[str, str], but: str = "") -> dict[str, list[str]]:
    return {
        url: words for url, page in pages.items() if (words := told_in(page, but)) and not url.startswith(OWN_PAGES)
    }


def rows_with_secrets() -> dict[str, set[str]]:
    """Return the columns of the whole database in which a secret stands, each with the secrets."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if words := told_in(text_of(value)):
                        found.setdefault(f"{table}.{name}", set()).update(words)
    return found


def text_of(value: Any) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def declared_columns() -> set[str]:
    """Return the columns that the registry of personal data names."""
    return {
        f"{model._meta.db_table}.{model._meta.get_field(name).column}"
        for model in apps.get_models()
        if (declared := registry.models.get(model._meta.label))
        for name in declared.fields
        if getattr(model._meta.get_field(name), "column", None)
    }


def whole(mail: Any) -> str:
    """Return all that a mail says, its headers and each of its parts decoded, but for whom it goes to."""
    message = mail.message()
    parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
    headers = "\n".join(f"{name}: {value}" for name, value in message.items() if name != "To" or value != mail.to[0])
    return headers + "\n".join(part.decode(errors="replace") for part in parts)


def assert_all_was_there(seen: dict[str, dict[str, str]]) -> None:
    """A search that looked at nothing finds nothing."""
    for who, words in (
        ("stranger", ["lotus", "i saw one at nine."]),
        (MEMBER, ["jasmine", "it names a shop.", "my draft of it."]),
        ("editor", ["jasmine", "it is no shop, it is a school.", "it is not true."]),
    ):
        text = "\n".join(seen[who].values())
        assert [word for word in words if word not in text] == [], who
    assert all(len(pages) > 20 for pages in seen.values()), {who: len(pages) for who, pages in seen.items()}


def test_nothing_of_anybody_gets_out(story: Story, log: Any, other_officer: Any, tmp_path: Path) -> None:
    officer = Client()
    sign_in(officer, other_officer)
    search_pages(story, officer)
    search_mails()
    search_archive(tmp_path / "board.mbox")
    lines = "\n".join(map(OneLineFormatter("{name} {levelname} {message}", style="{").format, log.records))
    assert told_in(lines) == []
    # Names of files and the id of her mail, until it is answered.
    assert {kind for kind, payload in story.payloads if told_in(payload)} <= {str(MAIL_ANSWERED)}
    assert len(story.payloads) > 20 and set(told_in(story.revealed)) == {"pearlzq", "plantedcq"}

    found = rows_with_secrets()
    assert {"discussions_participant.email", "discussions_senderaddress.email"} <= found.keys()
    assert found.keys() - declared_columns() == set()
    assert not [name for name in found if name.startswith(MUST_NOT_NAME)]

    left_by_writer(story)
    hers = set(SECRETS[WRITER])
    assert {name: words & hers for name, words in rows_with_secrets().items() if words & hers} == {}


def search_pages(story: Story, officer: Client) -> None:
    """Nobody's page tells of another than herself."""
    others = {"stranger": Client(), "officer of another organization": officer, "editor": story.clients["editor"]}
    own = {who: story.clients[who] for who in (READER, MEMBER, WRITER)}
    seen = {who: pages_of(client) for who, client in (others | own).items()}
    leaks = {who: leaks_in(pages, but=who) for who, pages in seen.items()}
    assert {who: found for who, found in leaks.items() if found} == {}
    assert_all_was_there(seen)


def search_mails() -> None:
    mails = {f"{mail.to} {mail.subject}": told_in(whole(mail), mail.to[0]) for mail in sent.outbox}
    assert {name: words for name, words in mails.items() if words} == {}
    assert any("List-Id" in mail.extra_headers and mail.to == [WEEKLY] for mail in sent.outbox)


def search_archive(file: Path) -> None:
    call_command("discussions", "export", "gender", str(file))
    assert b"From " in file.read_bytes()
    # The texts stand there in base64.
    for mail in mailbox.mbox(file):
        assert told_in(mail.as_string() + text_of(mail.get_payload(decode=True))) == []
