"""Refused and withdrawn content is remembered by its words and organization, whatever becomes of its page."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page

from assets.models import Document
from assets.services import add_picture
from common.refusal import Refusal
from moderation.comparison.shingles import digests, overlap
from moderation.models import Notice, RememberedContent, Report, Submission, Withdrawal
from moderation.rules.memory import is_on_probation
from moderation.services import (
    appeal,
    approve,
    decide_profile_change,
    propose_profile,
    reject,
    report,
    request_changes,
    submit,
    withdraw,
)
from orgs.guard.current_user import acting_as
from orgs.pages.registry import page_kinds
from orgs.profile import profile_of
from orgs.services import set_membership
from tests.accounts.sign_in_helpers import trust as trust_one
from tests.assets.files import picture_file
from tests.factories import page_class
from tests.moderation.row_helpers import make_submissions

pytestmark = pytest.mark.django_db

STORY = " ".join(f"word{number} loom silk{number} village{number}" for number in range(20))
OTHER = " ".join(f"rain{number} rice field{number} harvest{number}" for number in range(20))
KHMER = "ស្ត្រីនៅភូមិបាទីត្បាញសូត្រលើកីឈើ ហើយលក់នៅផ្សារក្រុង។ ពួកគេរៀនត្បាញជាមួយគ្នារាល់ព្រឹក។ "
LONG_AGO = timedelta(days=31)


def trust(*organizations):
    for each in organizations:
        trust_one(each)


def take_down(page, editor):
    withdraw(Page.objects.get(pk=page.pk).specific, editor, "It names a minor.")


def end_probation(organization, clock):
    """Let thirty days pass, and editors decide on five pages."""
    clock.shift(LONG_AGO)
    make_submissions(organization, 5, state="approved", decided_at=timezone.now())
    assert not is_on_probation(organization)
    trust(organization)


@pytest.fixture
def gone(organization, officer, editor, make_page, clock):
    """A page of a trusted organization that an editor took down so long ago that only its content is remembered."""
    trust(organization)
    page = make_page("update", organization, title="Looms", text=STORY, owner=officer)
    assert submit(page, officer).is_by_trust
    take_down(page, editor)
    end_probation(organization, clock)
    return page


# Copies


COPIES = {
    "the same": STORY,
    "with a new beginning": f"Dear readers, today we tell you about looms. {STORY}",
    "a part of it": STORY[: len(STORY) // 2],
    "hidden in a longer text": f"{OTHER} {STORY} {OTHER}",
    "with other signs and letters": STORY.upper().replace(" ", ", "),
    "a few words changed": STORY.replace("word7", "seven").replace("silk15", "cotton"),
}


def test_a_copy_needs_an_editor(gone, organization, other_organization, officer, other_officer, make_page):
    """Whoever sends it, in whatever form."""
    trust(other_organization)
    for whose, who in [(organization, officer), (other_organization, other_officer)]:
        for name, text in COPIES.items():
            with undone():
                page = make_page("update", whose, title="News", text=text, owner=who)
                assert submit(page, who).is_waiting, (whose, name)
                assert not Page.objects.get(pk=page.pk).live


@contextmanager
def undone():
    """Let a case leave nothing behind, so that many share what was made for them."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "text", [OTHER, f"{OTHER} {STORY[: len(STORY) // 4]}"], ids=["another text", "with a passage of it"]
)
def test_what_is_no_copy_is_published_at_once(gone, organization, officer, make_page, text):
    assert submit(make_page("update", organization, text=text, owner=officer), officer).is_by_trust


def test_whatever_kind_of_page_the_copy_is(gone, organization, officer, make_page):
    sent = 0
    for kind in (model.page_kind for model in page_kinds().models if model.page_kind.short_form):
        words = {"text": STORY} if kind.name == "update" else {"summary": STORY[:290]}
        with undone():
            page = make_page(kind.name, organization, owner=officer, **words)
            sent += 1
            assert submit(page, officer).is_waiting, kind
    assert sent > 2


def test_khmer_copies_are_known(organization, officer, editor, make_page, clock):
    trust(organization)
    page = make_page("update", organization, "km", text=KHMER * 3, owner=officer)
    submit(page, officer)
    take_down(page, editor)
    end_probation(organization, clock)
    copy = make_page("update", organization, "km", text=f"សួស្តី {KHMER * 3}", owner=officer)
    assert submit(copy, officer).is_waiting


def test_its_other_language_needs_an_editor(gone, organization, officer, make_page):
    translation = make_page(
        "update", organization, "km", text=KHMER, owner=officer, translation_key=gone.translation_key
    )
    assert submit(translation, officer).is_waiting


def test_it_is_known_after_its_page_and_by_another_tier(gone, organization, officer, make_page):
    Page.objects.get(pk=gone.pk).specific.delete()
    assert submit(make_page("update", organization, text=STORY, owner=officer), officer).is_waiting


@pytest.mark.parametrize("how", ["picture", "document"])
def test_the_same_file_under_other_words_needs_an_editor(
    how, organization, officer, editor, make_page, clock, tmp_path, make_document
):
    def with_file(text):
        if how == "picture":
            image = add_picture(
                picture_file(), title="Loom", collection=organization.collection, description="A loom", people="none"
            )
            return make_page("update", organization, text=text, image=image, owner=officer)
        document = make_document(organization)
        return make_page("publication", organization, summary=text, document=document, owner=officer)

    trust(organization)
    page = with_file("The looms of Bati.")
    assert submit(page, officer).is_by_trust
    take_down(page, editor)
    end_probation(organization, clock)
    assert submit(with_file("Twelve women and their harvest."), officer).is_waiting


@pytest.fixture
def make_document():
    from django.core.files.base import ContentFile

    def make(organization):
        file = ContentFile(b"%PDF-1.4 the same bytes", name="report.pdf")
        return Document.objects.create(title="Report", file=file, collection=organization.collection)

    return make


# What is remembered


def test_what_was_refused_is_remembered_until_another_editor_reverses_it(
    organization, officer, editor, make_editor, make_page
):
    page = make_page("update", organization, text=STORY, owner=officer)
    refused = submit(page, officer)
    reject(refused, editor, "It is no news.")
    trust(organization)
    copy = make_page("update", organization, text=STORY, owner=officer)
    waiting = submit(copy, officer)
    assert waiting.is_waiting
    approve(appeal(refused, officer), make_editor("second@example.org"))
    assert submit(make_page("update", organization, text=STORY, owner=officer), officer).is_by_trust


@pytest.mark.parametrize("decide", ["return", "approve", "own withdrawal"])
def test_nothing_else_is_remembered(decide, organization, officer, editor, make_page):
    page = make_page("update", organization, text=STORY, owner=officer)
    submission = submit(page, officer)
    if decide == "return":
        request_changes(submission, editor, "Name the village.")
    else:
        approve(submission, editor)
    if decide == "own withdrawal":
        withdraw(Page.objects.get(pk=page.pk).specific, officer)
    trust(organization)
    assert submit(make_page("update", organization, text=STORY, owner=officer), officer).is_by_trust
    assert not RememberedContent.objects.exists()


def test_after_a_year_it_is_forgotten(gone, organization, officer, make_page, clock):
    clock.shift(timedelta(days=365))
    assert submit(make_page("update", organization, text=STORY, owner=officer), officer).is_by_trust


def test_no_words_are_kept(gone):
    kept = bytes(RememberedContent.objects.get().shingles)
    assert b"loom" not in kept and len(kept) % 8 == 0


def test_what_is_unpublished_in_the_admin_is_remembered(organization, officer, administrator, editor, make_page):
    """Wagtail's own button asks for no reason, and no editor reads it at the desk."""
    trust(organization)
    page = make_page("update", organization, text=STORY, owner=officer)
    submit(page, officer)
    with LogContext(user=administrator):
        Page.objects.get(pk=page.pk).specific.unpublish()
    assert Withdrawal.objects.get().is_takedown
    assert submit(make_page("update", organization, text=STORY, owner=officer), officer).is_waiting


def test_who_took_it_down_is_asked_when_it_happens(organization, manager, editor, make_page):
    """People join an organization, and leave it, afterwards."""
    by_member = withdraw(make_page("update", organization, live=True), manager)
    by_editor = withdraw(make_page("update", organization, live=True), editor, "It names a minor.")
    set_membership(manager, organization, None)
    set_membership(editor, organization, "officer")
    assert list(Withdrawal.objects.from_outside()) == [by_editor]
    assert by_member.is_takedown is False


def test_what_would_be_public_at_its_hour_is_asked_again(organization, officer, editor, make_page, clock):
    trust(organization)
    hour = timezone.now() + timedelta(days=1)
    later = make_page("update", organization, text=STORY, owner=officer, go_live_at=hour)
    assert submit(later, officer).is_by_trust
    now = make_page("update", organization, text=STORY, owner=officer)
    submit(now, officer)
    take_down(now, editor)
    clock.shift(timedelta(days=1, minutes=1))
    from moderation.services.scheduling import run_due

    run_due()
    assert not Page.objects.get(pk=later.pk).live


# After a page was taken down


def test_all_of_an_organization_is_reviewed_for_thirty_days_and_five_pages(
    organization, officer, editor, make_page, clock
):
    trust(organization)
    page = make_page("update", organization, text=STORY, owner=officer)
    submit(page, officer)
    take_down(page, editor)
    trust(organization)

    def send(number):
        return submit(make_page("update", organization, text=f"Something else {number}", owner=officer), officer)

    for number in range(5):
        waiting = send(number)
        assert waiting.is_waiting
        approve(waiting, editor)
    assert send(5).is_waiting, "thirty days are not over"
    clock.shift(LONG_AGO)
    assert send(6).is_by_trust


def test_thirty_days_alone_are_not_enough(organization, officer, editor, make_page, clock):
    trust(organization)
    page = make_page("update", organization, text=STORY, owner=officer)
    submit(page, officer)
    take_down(page, editor)
    clock.shift(LONG_AGO)
    trust(organization)
    one = make_page("update", organization, text="Something else", owner=officer)
    for number in range(6):
        one.text = f"Something else {number}"
        one.save_revision(user=officer)
        waiting = submit(one, officer)
        assert waiting.is_waiting, "one page that is sent many times is one page"
        approve(waiting, editor)


def test_its_profile_waits_too(organization, manager, editor, make_page):
    trust(organization)
    page = make_page("update", organization, live=True)
    take_down(page, editor)
    said = profile_of(organization) | {"description_en": "We weave."}
    assert not propose_profile(organization, said, by=manager).is_public


def test_another_organization_is_trusted_as_before(gone, other_organization, other_officer, make_page):
    trust(other_organization)
    assert submit(make_page("update", other_organization, text=OTHER, owner=other_officer), other_officer).is_by_trust


@pytest.mark.parametrize("name", ["description_km", "email", "website", "colour"])
def test_what_was_declined_of_a_profile_is_not_said_again_at_once(name, organization, manager, editor):
    value = {"email": "new@example.org", "website": "https://new.example.org", "colour": "#112233"}.get(
        name, "Something"
    )
    trust(organization)
    said = profile_of(organization) | {name: value}
    change = propose_profile(organization, said, by=manager)
    assert change.is_public
    decide_profile_change(change, editor, accept=False, reason="It is untrue.")
    organization.refresh_from_db()
    assert not propose_profile(organization, said, by=manager).is_public
    organization.refresh_from_db()
    assert getattr(organization, name) != value


def test_a_declined_logo_is_known_when_it_is_uploaded_again(organization, manager, editor):
    trust(organization)
    said = {name: value for name, value in profile_of(organization).items() if name != "logo"}
    change = propose_profile(organization, said, by=manager, logo=picture_file())
    decide_profile_change(change, editor, accept=False, reason="It is another's.")
    assert not propose_profile(organization, said, by=manager, logo=picture_file()).is_public


# Records survive their page


def test_records_survive_their_page(waiting, draft, editor, officer, client, settings):
    approve(waiting, editor)
    withdrawal = withdraw(Page.objects.get(pk=draft.pk).specific, editor, "It names a minor.")
    Page.objects.get(pk=draft.pk).specific.delete()
    waiting.refresh_from_db()
    withdrawal.refresh_from_db()
    assert (waiting.page_id, waiting.title, waiting.state) == (None, "Six looms", "approved")
    assert (withdrawal.page_id, withdrawal.title, withdrawal.reason) == (None, "Six looms", "It names a minor.")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    client.force_login(editor)
    content = client.get(reverse("workspace:decisions")).content.decode()
    assert "Six looms" in content and "its page was deleted" in content
    assert client.get(reverse("workspace:review", args=[waiting.pk])).status_code == 404


def test_what_a_command_deletes_waits_for_nobody(waiting, draft, editor, drain):
    drain()
    draft.delete()
    waiting.refresh_from_db()
    assert waiting.state == "taken-back"
    assert not Submission.objects.awaiting_editors().exists()
    with pytest.raises(Refusal, match="deleted"):
        approve(waiting, editor)
    drain()
    assert Notice.objects.exists()


# Nobody deletes what waits or was decided


STATES = ["waiting", "approved", "returned", "refused", "trusted", "withdrawn", "taken down", "reported"]
DOORS = ["page editor", "bulk action", "api", "service", "its parent"]


@pytest.fixture
def sign_in(client, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def bring(state, page, officer, manager, editor):
    if state == "trusted":
        trust(page.organization)
    submission = submit(page, officer)
    if state in ("approved", "withdrawn", "taken down", "reported"):
        approve(submission, editor)
    if state == "reported":
        report(Page.objects.get(pk=page.pk).specific, Report.Kind.WRONG)
    if state == "returned":
        request_changes(submission, editor, "Name the village.")
    if state == "refused":
        reject(submission, editor, "No.")
    if state in ("withdrawn", "trusted"):
        withdraw(Page.objects.get(pk=page.pk).specific, manager)
    if state == "taken down":
        take_down(page, editor)


def delete_by(door, client, user, page):
    if door == "page editor":
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    if door == "bulk action":
        client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}")
    if door == "api":
        client.post(
            reverse("wagtailadmin_api:pages:action", args=[page.pk, "delete"]), {}, content_type="application/json"
        )
    if door == "its parent":
        parent = page.get_parent()
        client.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]))
    if door == "service":
        with acting_as(user), pytest.raises(Refusal):
            page.delete(user=None)


@pytest.mark.parametrize(
    ("state", "door"),
    [*((state, "service") for state in STATES), *(("waiting", door) for door in DOORS), ("refused", "api")],
)
def test_members_delete_nothing_that_was_sent(
    state, door, sign_in, draft, officer, manager, editor, make_page, organization
):
    if door == "its parent":
        parent = page_class("article")(title="Folder", locale_id=draft.locale_id, live=False, owner=officer)
        draft.get_parent().add_child(instance=parent)
        Page.objects.get(pk=draft.pk).move(parent, pos="last-child")
        draft = Page.objects.get(pk=draft.pk).specific
    bring(state, draft, officer, manager, editor)
    before = draft.get_parent().numchild
    delete_by(door, sign_in(officer), officer, Page.objects.get(pk=draft.pk).specific)
    assert Page.objects.filter(pk=draft.pk).exists()
    assert Page.objects.get(pk=draft.get_parent().pk).numchild == before
    assert Submission.objects.filter(page=draft.pk).exists()


@pytest.mark.parametrize("door", ["page editor", "bulk action", "api"])
@pytest.mark.parametrize(
    ("who", "state"), [("administrator", "waiting"), ("administrator", "approved"), ("editor", "waiting")]
)
def test_nobody_deletes_what_waits_or_is_public(who, state, door, sign_in, draft, officer, manager, editor, request):
    bring(state, draft, officer, manager, editor)
    user = request.getfixturevalue(who)
    delete_by(door, sign_in(user), user, Page.objects.get(pk=draft.pk).specific)
    assert Page.objects.filter(pk=draft.pk).exists()


def test_an_administrator_deletes_what_was_taken_down(sign_in, draft, officer, manager, editor, administrator):
    bring("taken down", draft, officer, manager, editor)
    delete_by("page editor", sign_in(administrator), administrator, draft)
    assert not Page.objects.filter(pk=draft.pk).exists()
    assert Withdrawal.objects.get().is_takedown and RememberedContent.objects.exists()


def test_an_editor_keeps_the_record_of_an_organization_to_which_she_belongs(draft, officer, manager, editor):
    bring("taken down", draft, officer, manager, editor)
    set_membership(editor, draft.organization, "officer")
    with acting_as(editor), pytest.raises(Refusal):
        Page.objects.get(pk=draft.pk).specific.delete()


def test_a_draft_that_was_never_sent_is_deleted(sign_in, draft, officer):
    delete_by("page editor", sign_in(officer), officer, draft)
    assert not Page.objects.filter(pk=draft.pk).exists()


# The measure


def test_the_measure_counts_tokens_in_rows():
    text = [f"w{number}" for number in range(100)]
    kept = digests(text, 1000)
    assert overlap(kept, set(kept))[0] == 1
    assert overlap(digests(text[:40] + ["x"] * 60, 1000), set(kept))[0] == 0.4
    assert overlap(digests(["short", "text"], 9), set(digests(["short", "text"], 9)))[0] == 1
    assert overlap([], set(kept)) == (0, 0)
    assert len(digests(text, 10)) == 10


def test_the_decision_page_says_what_a_piece_is_like(gone, organization, officer, editor, make_page, sign_in):
    copy = submit(make_page("update", organization, text=STORY, owner=officer), officer)
    content = sign_in(editor).get(reverse("workspace:review", args=[copy.pk])).content.decode()
    assert "took down or rejected something like this" in content and "It names a minor." in content
    other = submit(make_page("update", organization, text=OTHER, owner=officer, go_live_at=None), editor)
    assert (
        "something like this" not in sign_in(editor).get(reverse("workspace:review", args=[other.pk])).content.decode()
    )
