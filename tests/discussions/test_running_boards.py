"""Officers run the boards of their organization, and no others."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from common.refusal import Refusal
from discussions.models import Board, Invitee, JoinRequest, Participant, Subscription
from discussions.services.running_boards import create_board
from orgs.models import Organization
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import known_client, make_board, make_participant, make_thread

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


def test_what_is_wrong_with_an_address_is_said_at_the_board_it_was_typed_for(at_work, organization, portal):
    first, other = (make_board(slug, organization, who_reads="invited", who_writes="invited") for slug in ("a1", "a2"))
    page = at_work.post(PAGE, {"act": "invite", "id": other.pk, "email": "no address"}).content.decode()
    assert page.count('value="no address"') == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert f"id_{first.pk}_email" in ids and len(ids) == len(set(ids))
    assert f'href="#id_{other.pk}_email"' in page


def test_an_invitation_is_taken_back_and_nothing_of_it_is_left(at_work, organization, portal, drain):
    private = make_board("private", organization, who_reads="invited", who_writes="invited")
    thread = make_thread(private, make_participant())
    Invitee.objects.create(board=private, participant=(member := make_participant(email="member@example.org")))
    for subscribed in (private, make_board("other")):
        Subscription.objects.create(participant=member, board=subscribed)
    assert known_client(member).get(thread.url).status_code == 200
    at_work.post(PAGE, {"act": "invite", "id": private.pk, "email": "guest@example.org"})
    answers = []
    for address in ("guest@example.org", "Member@example.org", "nobody@example.org"):
        form = {"act": "uninvite", "id": private.pk, "email": address}
        answers.append(at_work.post(PAGE, form, follow=True).content.decode().replace(address, ""))
    assert all("This address is not invited any more." in answer for answer in answers)
    drain()
    assert not [each for each in mail.outbox if each.to == ["guest@example.org"]], "It was not sent yet."
    assert not Invitee.objects.exists() and not JoinRequest.objects.exists()
    assert not Participant.objects.filter(email="guest@example.org").exists(), "Nothing else is known of her."
    assert known_client(member).get(thread.url).status_code == 404
    assert member.subscriptions.get().board.slug == "other"


def test_a_mailed_invitation_opens_nothing_once_it_is_taken_back(at_work, organization, portal, drain):
    private = make_board("private", organization, who_reads="invited", who_writes="invited")
    at_work.post(PAGE, {"act": "invite", "id": private.pk, "email": "guest@example.org"})
    drain()
    link = re.findall(r"http://\S+?(/\w\w/discussions/join/confirm/[^\s\"<]+)", mail.outbox[-1].body)[0]
    at_work.post(PAGE, {"act": "uninvite", "id": private.pk, "email": "guest@example.org"})
    assert Client().post(link).status_code == 404


def test_nobody_takes_back_invitations_of_others_or_of_open_boards(at_work, organization, other_organization, portal):
    others = make_board("law", other_organization, who_reads="invited", who_writes="invited")
    own = make_board("weavers", organization)
    guest = make_participant(email="guest@example.org")
    Invitee.objects.create(board=others, participant=guest)
    form = {"act": "uninvite", "email": guest.email}
    assert at_work.post(PAGE, form | {"id": others.pk}).status_code == 404
    page = at_work.post(PAGE, form | {"id": own.pk})
    assert page.status_code == 200 and Invitee.objects.count() == 1


NEW = {
    "name_en": "Night work",
    "name_km": "ការងារពេលយប់",
    "description_en": "What women who work at night need.",
    "description_km": "អ្វីដែលស្ត្រីធ្វើការពេលយប់ត្រូវការ។",
    "slug": "night-work",
    "access": "private",
    "is_sensitive": "on",
    "review": "all",
}


def test_a_manager_creates_a_board_of_her_organization(manager, organization, at_work):
    assert at_work.get(f"{PAGE}new/").status_code == 404, "An officer creates none."
    client = Client()
    sign_in(client, manager)
    assert f"{PAGE}new/" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}new/").status_code == 200
    assert client.post(f"{PAGE}new/", NEW).url == PAGE
    board = Board.objects.get(slug="night-work")
    assert (board.organization, board.mail_name, board.is_sensitive, board.review) == (
        organization,
        "night-work",
        True,
        "all",
    )
    assert (board.who_reads, board.who_writes) == ("invited", "invited")
    assert Client().get("/en/discussions/night-work/").status_code == 404
    page = client.post(f"{PAGE}new/", NEW).content.decode()
    assert "This address is taken" in page and "Another board has this name" in page
    assert NEW["name_km"] in page, "Nothing that was typed is lost."
    for slug in ("me", "join", "reply", "postmaster", "Night", "-x", "a" * 31, "x_y"):
        client.post(f"{PAGE}new/", NEW | {"slug": slug, "name_en": "B", "name_km": "ខ"})
    assert Board.objects.count() == 1


def test_an_editor_creates_and_runs_boards_of_the_portal(portal, editor, organization, at_work):
    for address in ("portal/", "portal/new/"):
        assert at_work.get(PAGE + address).status_code == 404
    client = Client()
    sign_in(client, editor)
    assert client.post(f"{PAGE}portal/new/", NEW | {"access": "open"}).url == f"{PAGE}portal/"
    board = Board.objects.get(slug="night-work")
    assert board.organization.slug == "neary" and board.is_public
    assert NEW["name_en"] in client.get(f"{PAGE}portal/").content.decode()
    client.post(f"{PAGE}portal/", {"act": "close-board", "id": board.pk})
    board.refresh_from_db()
    assert board.is_closed
    others = make_board("weavers", organization)
    assert client.post(f"{PAGE}portal/", {"act": "close-board", "id": others.pk}).status_code == 404


def test_nobody_creates_a_board_of_others_or_of_a_suspended_organization(manager, organization, other_organization):
    fields = {"name_en": "B", "name_km": "ខ", "slug": "b", "mail_name": "b"}
    programme = Organization.objects.programme()
    for owner in (other_organization, programme):
        with pytest.raises(Refusal):
            create_board(Board(organization=owner, **fields), manager)
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    client = Client()
    sign_in(client, manager)
    assert client.post(f"{PAGE}new/", NEW).status_code == 404 and not Board.objects.exists()
