"""A person is shown what is kept of her, wherever it lies, and nothing of anybody else."""

from __future__ import annotations

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import transaction

from feed.follow.services import request_follow
from feed.models import Follow
from mail import sending
from moderation.services.reporting import report
from operations.personal_data.disclosure import as_json
from operations.personal_data.people import find_person, personal_models
from orgs.membership import applications, invitations

ADDRESS = "dara.planted@example.org"


def shown(email: str) -> str:
    out = StringIO()
    call_command("person", email, "--show", stdout=out)
    return out.getvalue()


def test_nothing_is_kept_of_a_stranger(db):
    assert "Nothing is stored about this person." in shown("nobody@example.org")


def test_what_is_kept_without_an_account(organization, other_organization, manager, make_page):
    page = make_page("update", organization, live=True)
    request_follow(ADDRESS, Follow(organization=organization), "weekly", "en")
    report(page, "wrong", "It was on Monday.", "Dara.Planted@Example.org")
    invitations.invite(organization, ADDRESS, "officer", manager)
    told = {"name": "Weavers of Takeo", "about": "Silk", "contact": "Dara Planted", "phone": "012 345 678"}
    applications.apply(sender="1.2.3.4", email=ADDRESS, language="en", **told)
    with transaction.atomic():
        sending.send(ADDRESS, "A subject", "Text")

    text = shown("DARA.planted@example.org ")

    for said in (
        "Follower",
        "It was on Monday.",
        "Invitation",
        "Weavers of Takeo",
        "012 345 678",
        "A subject",
    ):
        assert said in text
    assert manager.email not in text
    assert other_organization.name_en not in text


def test_what_is_kept_of_a_member_says_nothing_of_the_other_organization(
    organization, other_organization, make_member, make_page, other_officer
):
    person = make_member(organization, "officer", ADDRESS, first_name="Dara", last_name="Planted")
    own = make_page("update", organization, owner=person, title="Her own draft")
    make_page("update", other_organization, owner=other_officer, title="Not hers at all")

    kept = as_json(find_person(ADDRESS))
    text = json.dumps(kept, default=str, ensure_ascii=False)

    assert own.title in text and "Dara" in text and organization.name_en in text
    for foreign in ("Not hers at all", other_organization.name_en, other_officer.email):
        assert foreign not in text


def test_the_link_to_another_person_is_not_shown(organization, manager, make_user):
    invitations.invite(organization, ADDRESS, "officer", manager)

    text = shown(manager.email)

    assert "as: invited_by" in text
    assert ADDRESS not in text


def test_an_address_that_is_not_proved_makes_nobody_the_owner_of_an_account(make_user):
    other = make_user("other@example.org", first_name="Sophea")
    EmailAddress.objects.create(user=other, email=ADDRESS, verified=False)

    assert find_person(ADDRESS).users == frozenset()
    EmailAddress.objects.filter(email=ADDRESS).update(verified=True)
    assert find_person(ADDRESS).users == {other.pk}
    assert find_person(ADDRESS).addresses == {ADDRESS, "other@example.org"}


def test_the_file_to_take_along_is_for_its_owner_alone(make_user, tmp_path: Path):
    make_user(ADDRESS)
    file = tmp_path / "kept.json"

    call_command("person", ADDRESS, "--show", "--json", str(file), stdout=StringIO())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept: dict[str, Any] = json.loads(file.read_text())
    assert kept["addresses"] == [ADDRESS]
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_address_is_refused_in_words(db):
    with pytest.raises(CommandError, match="no e-mail address"):
        shown("sokha")


def test_each_kind_costs_one_query_and_no_row_more(make_user, organization, make_page, django_assert_max_num_queries):
    person = make_user(ADDRESS)
    for _each in range(3):
        make_page("update", organization, owner=person)

    with django_assert_max_num_queries(len(personal_models()) + 6):
        as_json(find_person(ADDRESS))
