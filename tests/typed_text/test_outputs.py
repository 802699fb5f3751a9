"""Titles stored before, with line breaks and control characters, break nothing that goes out."""

from __future__ import annotations

import json
import logging
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.utils.timezone import now
from icalendar import Calendar
from wagtail.models import Page

from catalog.models import CatalogEntry
from catalog.services import entry_of
from common.logs.formatters import OneLineFormatter
from mail.composer import compose
from mail.templatetags.quoted import quoted
from moderation.models import Submission
from moderation.services import request_changes, submit
from orgs.models import Organization
from tools.packages import REPOSITORY

pytestmark = pytest.mark.django_db

EVIL = "Six looms\n\nPay here: https://evil.example/\x1b[2J\u202e\u2028x\r\nBcc: all@example.org"
LINE = "Six looms Pay here: https://evil.example/ [2J x Bcc: all@example.org"


def mail_templates() -> list[str]:
    paths = [
        path
        for folder in ("orgs", "moderation", "feed")
        for path in REPOSITORY.glob(f"{folder}/templates/*/mail/*.txt")
    ]
    names = [str(path).rpartition("/templates/")[2].removesuffix(".txt") for path in paths]
    return [name for name in names if name.rpartition("/")[2] not in ("base", "hello", "footer", "warning")]


def test_the_subject_of_every_mail_is_made_one_line() -> None:
    """By the tag that all have, in their own first line or in that of the template which they extend."""
    assert len(mail_templates()) > 20
    for name in mail_templates():
        source = get_template(f"{name}.txt").template.source
        assert "{% subject %}" in source.split("\n")[0] or source.startswith("{% extends"), name
    # The subject of application_received has no words of whoever asked: nobody may have asked for that letter.
    for name in ("application_declined", "invitation", "comments"):
        context = {"organization": EVIL, "name": "Dara", "by": EVIL, "page": EVIL, "expires": now(), "reason": "No."}
        composed = compose(f"orgs/mail/{name}", "en", context, has_html=False)
        # Words that a stranger reads are quoted, and their addresses taken apart.
        assert LINE in composed.subject or quoted(EVIL) in composed.subject


def test_the_second_line_of_a_title_is_no_mail(
    make_page: Any, organization: Any, officer: Any, editor: Any, drain: Any
) -> None:
    waiting = submit(make_page("update", organization, owner=officer), officer)
    Submission.objects.filter(pk=waiting.pk).update(title=EVIL)
    waiting.refresh_from_db()
    request_changes(waiting, editor, reason="Say where.")
    drain()
    (letter,) = [letter for letter in mail.outbox if letter.to == [officer.email]]
    assert letter.subject == f"Needs a change: {LINE}"
    assert letter.message()["Bcc"] is None


@pytest.fixture
def event(make_page: Any, organization: Any, drain: Any) -> Page:
    page = make_page("event", organization, live=True)
    drain()
    Page.objects.filter(pk=page.pk).update(title=EVIL)
    Organization.objects.filter(pk=organization.pk).update(name_en=EVIL)
    CatalogEntry.objects.filter(pk=page.pk).update(title=EVIL)
    return page


def test_feeds_and_calendars_hold_one_line(client: Client, event: Page) -> None:
    atom = ElementTree.fromstring(client.get("/en/activity/feed.atom").content)
    title = atom.find("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title")
    assert title is not None
    assert title.text == LINE
    items = json.loads(client.get("/en/activity/feed.json").content)["items"]
    assert (items[0]["title"], items[0]["authors"][0]["name"]) == (LINE, LINE)
    calendar = Calendar.from_ical(client.get("/en/events/calendar.ics").content)
    (shown,) = calendar.walk("VEVENT")
    assert (str(shown["SUMMARY"]), str(shown["CONTACT"])) == (LINE, LINE)


def test_rows_hold_one_line(event: Page) -> None:
    assert entry_of(Page.objects.get(pk=event.pk).specific).title == LINE


def test_json_ld_stays_json(client: Client, event: Page) -> None:
    page = client.get(event.specific.get_url()).content.decode()
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["name"]


def test_the_log_has_one_line_for_each_message() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, "about %s", (EVIL,), None)
    # Nobody's address stands in the log.
    told = LINE.replace("all@example.org", "[address]")
    assert OneLineFormatter("{levelname} {message}", style="{").format(record) == f"ERROR about {told}"
