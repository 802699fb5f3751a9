"""An erasure takes a person's rows, cuts what leads to her, and leaves what organizations published."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, Revision
from wagtail.users.models import UserProfile

from accounts.models import User
from catalog.models import CatalogEntry
from common.refusal import Refusal
from feed.follow.services import request_follow
from feed.models import Follow, Follower
from moderation.comparison.content_hash import has_hash, row_has_hash
from moderation.models import Report, Submission
from moderation.services import approve, submit
from moderation.services.reporting import report
from operations.models import Erasure
from operations.personal_data.erasure.erasing import erase
from operations.personal_data.erasure.unsettled import find_unsettled
from operations.personal_data.people import find_person
from orgs.guard.audit_log import AuditFilter, read_log
from orgs.membership import applications, invitations
from orgs.models import Application, Invitation, Membership
from outbox.models import Event
from tests.moderation.row_helpers import mark_checked

ADDRESS = "dara.planted@example.org"
NAME = "Dara Plantedova"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("person", ADDRESS, "--erase", "--yes", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def dara(organization: Any, make_member: Any) -> Any:
    return make_member(organization, "officer", ADDRESS, first_name="Dara", last_name="Plantedova")


def test_rows_that_are_hers_go(organization, manager, make_page):
    page = make_page("update", organization, live=True)
    request_follow(ADDRESS, Follow(organization=organization), "weekly", "en")
    told = report(page, "wrong", "I am Dara.", ADDRESS.upper())
    invitations.invite(organization, ADDRESS, "officer", manager)
    applications.apply(sender="1", email=ADDRESS, language="en", name="X", about="", contact=NAME, phone="")

    run()

    assert not Follower.objects.exists() and not Invitation.objects.exists() and not Application.objects.exists()
    told.refresh_from_db()
    assert (told.email, told.text, told.title) == ("", "", page.title)
    assert "Nothing is stored about this person." in _show()


def _show() -> str:
    out = StringIO()
    call_command("person", ADDRESS, "--show", stdout=out)
    return out.getvalue()


def test_what_the_organization_published_stays_and_links_are_cut(organization, dara, editor, make_page, drain):
    page = make_page("update", organization, owner=dara, title="Six looms")
    submission = submit(page, dara)
    mark_checked(submission)
    approve(submission, editor)
    drain()

    run()
    drain()

    assert not User.objects.filter(pk=dara.pk).exists() and not Membership.objects.filter(user=dara.pk).exists()
    page.refresh_from_db()
    submission.refresh_from_db()
    assert page.live and page.owner is None and submission.submitted_by is None
    assert submission.state == Submission.State.APPROVED and submission.decided_by == editor
    assert CatalogEntry.objects.get(pk=page.pk).title == "Six looms"
    assert Revision.objects.for_instance(page).filter(user=None).exists()


def test_the_log_says_a_former_member(organization, dara, manager, make_page):
    log(instance=organization, action="orgs.profile", user=dara, data={"changed": ["phone"]})

    run()

    entries = read_log(AuditFilter(organization=organization), manager).entries
    assert "a former member" in {entry.actor for entry in entries}
    assert not [entry for entry in entries if ADDRESS in str(entry)]
    assert not ModelLogEntry.objects.filter(data__icontains=ADDRESS).exists()


def test_a_public_page_that_names_her_changes_and_stays_approved(organization, officer, editor, make_page, drain, dara):
    text = f"Write to {ADDRESS.title()}, says {NAME}. We weave."
    page = make_page("update", organization, owner=officer, title=f"Talk by {NAME}", text=text)
    submission = submit(page, officer)
    mark_checked(submission)
    approve(submission, editor)
    drain()

    said = run()
    drain()

    page = Page.objects.get(pk=page.pk).specific
    submission.refresh_from_db()
    assert page.title == "Talk by [removed]" and page.text == "Write to [removed], says [removed]. We weave."
    assert f"public page changed: {page.title}" in said and "--leave-pages" in said.partition("Texts")[0]
    assert has_hash(submission.revision, submission.content_hash)
    assert row_has_hash(page, submission.content_hash, page.title)
    entry = CatalogEntry.objects.get(pk=page.pk)
    assert entry.title == page.title and "lanted" not in (entry.text + entry.summary + entry.names + entry.url)


def test_pages_are_left_where_an_administrator_says_so(organization, officer, make_page, dara):
    page = make_page("update", organization, owner=officer, text=f"Says {NAME}, {ADDRESS}.")

    run("--leave-pages")

    page.refresh_from_db()
    assert page.text == f"Says {NAME}, {ADDRESS}."
    assert Erasure.objects.get().reach == Erasure.Reach.NOTES


def test_her_own_wish_reaches_only_her_address(organization, manager, dara, make_page):
    """The name in an account is whatever somebody typed: it must not blot out other people's texts."""
    User.objects.filter(pk=dara.pk).update(first_name="Silk", last_name="Weavers")
    page = make_page("update", organization, live=True, title="The Silk Weavers at work")
    told = Report.objects.create(page=page, organization=organization, kind="other", text=f"Silk Weavers, {ADDRESS}")

    erase(find_person(ADDRESS), Erasure.Reach.OWN)

    page.refresh_from_db()
    organization.refresh_from_db()
    told.refresh_from_db()
    assert page.title == "The Silk Weavers at work" and organization.name_en == "Silk Weavers"
    assert told.text == "Silk Weavers, [removed]"


def test_the_only_manager_is_asked_to_settle_that_first(organization, manager, officer):
    with pytest.raises(Refusal, match="only manager of Silk Weavers"):
        erase(find_person(manager.email), Erasure.Reach.OWN)
    assert User.objects.filter(pk=manager.pk).exists() and not Erasure.objects.exists()

    erase(find_person(manager.email), Erasure.Reach.OWN, anyway=True)
    assert not User.objects.filter(pk=manager.pk).exists()


def test_the_last_administrator_too(administrator, make_user):
    assert find_unsettled(find_person(administrator.email))
    make_user("second@example.org", is_superuser=True)
    assert not find_unsettled(find_person(administrator.email))


def test_a_second_time_changes_nothing(dara):
    run()
    hashes = list(Erasure.objects.values_list("address_hash", flat=True))

    said = run()

    assert "Texts that named the person: 0" in said
    assert list(Erasure.objects.values_list("address_hash", flat=True)) == hashes
    assert ADDRESS not in hashes[0]


def test_no_without_a_yes(dara, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "no")

    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("person", ADDRESS, "--erase", stdout=StringIO())

    assert User.objects.filter(pk=dara.pk).exists()


def test_the_command_says_what_must_be_settled(manager):
    with pytest.raises(CommandError, match="She is the only manager of Silk Weavers"):
        call_command("person", manager.email, "--erase", "--yes", stdout=StringIO())
    assert User.objects.filter(pk=manager.pk).exists()


def test_what_was_begun_is_ended_by_a_worker(dara, settings, drain):
    """The command is killed after its transaction: files, kept mails and the list of erasures follow by the outbox."""
    folder = Path(settings.DATA) / "mail"
    folder.mkdir()
    settings.EMAIL_FILE_PATH = str(folder)
    (folder / "1.log").write_text(f"To: {ADDRESS}\n\nHello\n{'-' * 79}\nTo: x@example.org\n\nOther\n{'-' * 79}\n")
    UserProfile.objects.get(user=dara).avatar.save("me.jpg", ContentFile(b"x"))

    report = erase(find_person(ADDRESS), Erasure.Reach.ALL)
    kept = Event.objects.filter(pk__in=report.events)
    assert kept.pending().count() == 3 and ADDRESS in (folder / "1.log").read_text()
    drain()

    assert not kept.pending().exists() and kept.get(kind="erasure.files").payload == {}
    assert ADDRESS not in (folder / "1.log").read_text() and "Other" in (folder / "1.log").read_text()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


def test_nothing_changes_when_it_fails_halfway(dara, organization, monkeypatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the machine goes down")

    monkeypatch.setattr("operations.personal_data.erasure.erasing.records.remember", fail)
    with pytest.raises(RuntimeError):
        erase(find_person(ADDRESS), Erasure.Reach.ALL)

    assert User.objects.filter(pk=dara.pk).exists() and Membership.objects.filter(user=dara).exists()
    assert not Event.objects.filter(kind__startswith="erasure.").exists()
