"""Officers run the boards of their organization, and no others."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from discussions.models import Subscription
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import make_board, make_participant, make_thread

pytestmark = pytest.mark.django_db
PAGE = "/workspace/discussions/"


@pytest.fixture
def board(portal, organization):
    return make_board("weavers", organization)


@pytest.fixture
def at_work(officer):
    client = Client()
    sign_in(client, officer)
    return client


def test_an_officer_closes_and_opens_what_is_her_organizations(at_work, board):
    thread = make_thread(board, make_participant())
    assert thread.title in at_work.get(PAGE).content.decode()
    for act, name, row in (
        ("close-thread", "closed_at", thread),
        ("close-board", "is_closed", board),
    ):
        assert at_work.post(PAGE, {"act": act, "id": row.pk}).status_code == 302
        row.refresh_from_db()
        assert getattr(row, name)
        at_work.post(PAGE, {"act": act.replace("close", "open"), "id": row.pk})
        row.refresh_from_db()
        assert not getattr(row, name)


def test_nothing_of_others_is_hers(at_work, board, other_organization):
    others = make_board("law", other_organization)
    thread = make_thread(others, make_participant())
    assert "Board law" not in at_work.get(PAGE).content.decode()
    for act, row in (("close-board", others), ("close-thread", thread), ("invite", others), ("close-board", None)):
        form = {"act": act, "id": row.pk if row else "x", "email": "a@example.org"}
        assert at_work.post(PAGE, form).status_code == 404, act
    assert Client().get(PAGE).status_code == 302


def test_who_is_invited_gets_a_mail_and_reads_the_private_board(at_work, organization, portal, drain):
    private = make_board("private", organization, who_reads="invited", who_writes="invited")
    assert at_work.post(PAGE, {"act": "invite", "id": private.pk, "email": "no address"}).status_code == 200
    at_work.post(PAGE, {"act": "invite", "id": private.pk, "email": "Guest@example.org"})
    drain()
    (letter,) = [each for each in mail.outbox if each.to == ["guest@example.org"]]
    assert private.name in letter.body and "You are invited" in letter.body
    guest = Client()
    (link,) = set(re.findall(r"http://\S+?(/\w\w/discussions/join/confirm/[^\s\"<]+)", letter.body))
    assert guest.post(link).url.endswith("/discussions/private/")
    assert guest.get("/en/discussions/private/").status_code == 200
    assert not Subscription.objects.exists(), "She asked for no mails."
    assert private.invitees.get().participant.email == "guest@example.org"
    assert "guest@" not in at_work.get(PAGE).content.decode().lower()
