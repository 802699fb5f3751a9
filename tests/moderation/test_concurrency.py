"""Two people at the same instant: one outcome, told plainly to the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from assets.models import Image
from assets.services import add_picture
from common.refusal import Refusal
from moderation.models import Matter, Submission
from moderation.rules.approvals import matches_approved
from moderation.services import (
    accept_correction,
    approve,
    claim,
    decline_correction,
    offer_correction,
    post_review,
    publish_unanswered_corrections,
    request_changes,
    submit,
    take_back,
    withdraw,
)
from moderation.services.matters import close_matter, decide_matter, open_matter
from orgs.models import Organization
from outbox.models import Event
from tests.accounts.sign_in_helpers import trust
from tests.assets.files import picture_file
from tests.moderation.row_helpers import mark_checked
from translations.services import begin

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[str]:
    """Run all actions in threads that start together; gives "done" or the refusal of each."""
    barrier = threading.Barrier(len(actions))
    results = [""] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            action()
            results[place] = "done"
        except Refusal as refusal:
            results[place] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def events(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_two_approvals_have_one_outcome(waiting, editor, make_editor):
    second = make_editor("second@example.org")
    published = events("page.published")
    results = at_once(lambda: approve(waiting, editor), lambda: approve(waiting, second))
    assert results.count("done") == 1
    assert sum("approved it already" in result for result in results) == 1
    assert events("submission.decided") == 1
    assert events("page.published") == published + 1


def test_approving_and_returning_have_one_outcome(waiting, editor, make_editor):
    second = make_editor("second@example.org")
    results = at_once(lambda: approve(waiting, editor), lambda: request_changes(waiting, second, "Name the village."))
    assert results.count("done") == 1
    waiting.refresh_from_db()
    assert Page.objects.get(pk=waiting.page_id).live == (waiting.state == Submission.State.APPROVED)


def test_approving_and_taking_back_have_one_outcome(waiting, editor, officer):
    results = at_once(lambda: approve(waiting, editor), lambda: take_back(waiting, officer))
    assert results.count("done") == 1
    waiting.refresh_from_db()
    assert Page.objects.get(pk=waiting.page_id).live == (waiting.state == Submission.State.APPROVED)


def test_sending_twice_makes_one_submission(draft, officer, manager):
    results = at_once(lambda: submit(draft, officer), lambda: submit(draft, manager))
    assert results.count("done") == 1
    assert Submission.objects.count() == 1


def test_withdrawing_twice_is_withdrawn_once(waiting, draft, editor, officer, manager):
    approve(waiting, editor)
    results = at_once(lambda: withdraw(draft, officer), lambda: withdraw(draft, manager))
    assert results.count("done") == 1
    assert not Page.objects.get(pk=draft.pk).live


def test_two_claims_have_one_holder(waiting, editor, make_editor):
    second = make_editor("second@example.org")
    results = at_once(lambda: claim(waiting, editor), lambda: claim(waiting, second))
    assert results.count("done") == 1
    assert sum("has claimed it" in result for result in results) == 1


@pytest.fixture
def corrected(make_page, organization, officer, editor):
    text = "Six looms came to the village and twelve women learn to weave. " * 3
    submission = submit(make_page("update", organization, text=text), officer)
    mark_checked(submission)
    return offer_correction(submission, editor, {"text": text + "."})


def test_accepting_and_approving_have_one_outcome(corrected, officer, make_editor):
    second, submission = make_editor("second@example.org"), corrected.submission
    results = at_once(lambda: accept_correction(corrected, officer), lambda: approve(submission, second))
    assert results.count("done") == 1
    page = Page.objects.get(pk=submission.page_id)
    accepted = results[0] == "done"
    assert page.live_revision_id == (corrected.revision_id if accepted else submission.revision_id)
    assert events("submission.decided") == 1


def test_accepting_and_declining_have_one_outcome(corrected, officer, manager):
    results = at_once(lambda: accept_correction(corrected, officer), lambda: decline_correction(corrected, manager))
    assert results.count("done") == 1
    corrected.refresh_from_db()
    assert Page.objects.get(pk=corrected.submission.page_id).live == (corrected.state == "accepted")
    assert events("correction.answered") == 1


def test_two_beats_publish_a_correction_once(corrected):
    type(corrected).objects.update(publish_at=corrected.created_at)
    published = []
    at_once(*[lambda: published.append(publish_unanswered_corrections())] * 2)
    assert sum(published) == 1
    assert events("submission.decided") == 1


def test_looking_twice_at_once_finds_once(draft, organization, officer, editor, make_editor):
    trust(organization)
    submission, second = submit(draft, officer), make_editor("second@example.org")
    results = at_once(
        lambda: post_review(submission, editor, True, "It names a minor."),
        lambda: post_review(submission, second, False),
    )
    assert results.count("done") == 1
    submission.refresh_from_db()
    tier = Organization.objects.get(pk=organization.pk).tier
    assert (tier == "verified") == (submission.post_review == "finding")


@pytest.mark.parametrize("name", ["description", "title", "people"])
def test_a_picture_that_changes_in_the_instant_of_approval_is_not_public_unseen(
    name, organization, officer, editor, make_page, monkeypatch
):
    """Between the look at what was approved and its publication nobody changes what is shown of its files."""
    picture = add_picture(
        picture_file(), title="Loom", collection=organization.collection, description="A loom", people="none"
    )
    submission = submit(make_page("update", organization, image=picture, owner=officer), officer)
    compared = threading.Event()
    saved: list[str] = []

    def match(*args: Any) -> bool:
        found = matches_approved(*args)
        compared.set()
        time.sleep(0.3)
        return found

    def change() -> None:
        compared.wait(10)
        image = Image.objects.get(pk=picture.pk)
        setattr(image, name, "agreed")
        try:
            image.save()
            saved.append(name)
        except ValidationError:
            pass

    monkeypatch.setattr("moderation.services.deciding.matches_approved", match)
    assert at_once(lambda: approve(submission, editor), change) == ["done", "done"]
    assert Page.objects.get(pk=submission.page_id).live
    assert not saved
    assert getattr(Image.objects.get(pk=picture.pk), name) == getattr(picture, name)


def test_of_two_editors_one_decides_on_a_matter(notes: Any, organization: Any, editor: Any, make_editor: Any) -> None:
    second = make_editor("second@example.org", first_name="Second")
    matter = open_matter("note", 1, organization, "A note")
    results = at_once(
        lambda: decide_matter(matter, editor, "approved"),
        lambda: decide_matter(matter, second, "rejected", "It names her."),
    )
    assert sorted(result == "done" for result in results) == [False, True]
    assert any("already" in result for result in results)
    assert len(notes.decided) == 1
    assert Event.objects.filter(kind="matter.decided").count() == 1


def test_a_matter_is_decided_or_taken_back(notes: Any, organization: Any, editor: Any) -> None:
    matter = open_matter("note", 1, organization, "A note")
    at_once(lambda: decide_matter(matter, editor, "approved"), lambda: close_matter("note", 1))
    state = Matter.objects.get().state
    assert (state, notes.decided) in (("approved", [(1, "approved")]), ("closed", []))


def test_two_people_who_begin_a_translation_have_one_twin(draft, officer, editor):
    khmer = Locale.objects.get(language_code="km")
    assert at_once(lambda: begin(draft, khmer, officer), lambda: begin(draft, khmer, editor)) == ["done", "done"]
    assert Page.objects.filter(translation_key=draft.translation_key).count() == 2
    assert Translation.objects.filter(source__object=draft.translation_key).count() == 1
