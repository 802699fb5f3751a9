"""An editor takes an item: unchanged with one decision, changed as its writer; or passes it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from catalog.models import CatalogEntry
from catalog.terms import places, topics
from common.refusal import Refusal
from moderation.models import Submission
from moderation.rules.permissions import authors
from moderation.services import (
    approve,
    publish_as_written,
    reject,
    request_changes,
    submit,
    take_back,
    withdraw,
)
from moderation.statistics.decision_times import decided_since
from orgs.services import set_editor
from press.deciding.passing import pass_item, pass_source, put_back
from press.deciding.taking import ClippingChoice, take
from press.models import ClippingPage, FetchState, Item
from press.polling.storing import delete_old_items
from press.reading.keys import address_key
from tests.factories import make_page
from tests.press.press_helpers import make_item, make_own_site, make_source

pytestmark = pytest.mark.django_db
HEALTH = "A clinic reaches four communes"


@pytest.fixture
def item(portal) -> Item:
    return make_item(make_source(), HEALTH, excerpt="Women need not travel.")


@pytest.fixture
def other_editor(make_user):
    user = make_user("dara@example.org")
    set_editor(user, True)
    return user


def code_of(service) -> str:
    with pytest.raises(Refusal) as refused:
        service()
    return refused.value.code


def test_an_unchanged_item_is_public_with_one_decision(item, editor, drain) -> None:
    health, somewhere = topics.all()[0], places.all()[0]
    page = take(item.pk, editor, item.content_hash, ClippingChoice([health], [somewhere]))
    drain()
    assert (page.live, page.title, page.excerpt, page.address) == (True, HEALTH, "Women need not travel.", item.url)
    assert (page.organization.slug, page.locale.language_code) == ("neary", "en")
    assert ([*page.topics.all()], [*page.places.all()]) == ([health], [somewhere])
    submission = Submission.objects.get(page=page.pk)
    assert (submission.submitted_by, submission.decided_by, submission.state) == (None, editor, "approved")
    item.refresh_from_db()
    assert (item.state, item.decided_by, item.page_id) == ("taken", editor, page.pk)
    assert CatalogEntry.objects.public().filter(pk=page.pk).exists()


def test_a_khmer_item_stands_in_the_khmer_tree(portal, editor) -> None:
    item = make_item(make_source(), "គ្លីនិកទៅដល់ឃុំ", language="km")
    assert take(item.pk, editor, item.content_hash, ClippingChoice()).locale.language_code == "km"


def test_what_forms_remove_is_no_change(portal, editor) -> None:
    item = make_item(make_source(), "គ្លីនិក\u200bទៅដល់\u200bឃុំ", language="km", excerpt="ស្ត្រី\u200bមិនចាំបាច់")
    own = ClippingChoice(title="គ្លីនិកទៅដល់ឃុំ ", excerpt="ស្ត្រីមិនចាំបាច់")
    assert take(item.pk, editor, item.content_hash, own).live


@pytest.mark.parametrize("words", [{"title": "A clinic reaches five communes"}, {"excerpt": "Nobody travels."}])
def test_who_changed_a_word_does_not_decide(item, editor, other_editor, words: dict[str, str]) -> None:
    page = take(item.pk, editor, item.content_hash, ClippingChoice(**words))
    submission = Submission.objects.get(page=page.pk)
    assert not page.live and submission.is_waiting and authors(submission) == {editor.pk}
    assert code_of(lambda: approve(submission, editor)) == "own_work"
    # Nor by the way of unchanged ones.
    assert code_of(lambda: publish_as_written(page, editor)) == "review_required"
    assert code_of(lambda: publish_as_written(page, other_editor)) == "review_required"
    assert approve(submission, other_editor).state == "approved"
    page.refresh_from_db()
    assert page.live and {page.title, page.excerpt} & {*words.values()}


def changed(item, editor):
    """Take an item with changed words; return the submission of its clipping."""
    page = take(item.pk, editor, item.content_hash, ClippingChoice(title="A clinic reaches five communes"))
    return Submission.objects.get(page=page.pk)


@pytest.mark.parametrize("by", ["returned", "taken back"])
def test_the_item_of_a_returned_draft_waits_and_is_taken_anew(item, editor, other_editor, by) -> None:
    sent = changed(item, editor)
    request_changes(sent, other_editor, "Keep its title.") if by == "returned" else take_back(sent, editor)
    item.refresh_from_db()
    assert (item.state, item.decided_by, item.title) == (Item.State.WAITING, None, HEALTH)
    former = item.page.pk
    page = take(item.pk, other_editor, item.content_hash, ClippingChoice())
    item.refresh_from_db()
    assert page.live and (item.state, item.page_id) == (Item.State.TAKEN, page.pk)
    # The draft is gone, what was decided about it is kept, and the item does not count as removed.
    assert not ClippingPage.objects.filter(pk=former).exists() and Submission.objects.filter(pk=sent.pk).exists()


def test_a_returned_draft_that_is_sent_again_takes_its_item_again(item, editor, other_editor) -> None:
    sent = changed(item, editor)
    request_changes(sent, other_editor, "A shorter title.")
    draft = ClippingPage.objects.get().get_latest_revision_as_object()
    draft.title = "Clinics reach five communes"
    draft.save_revision(user=editor)
    again = submit(draft, editor)
    assert code_of(lambda: take(item.pk, other_editor, item.content_hash, ClippingChoice())) == "already_decided"
    approve(again, other_editor)
    item.refresh_from_db()
    assert item.state == Item.State.TAKEN and item.decided_by == editor and item.page.live


def test_the_item_of_a_rejected_draft_is_passed_by_who_rejected_it(item, editor, other_editor) -> None:
    reject(changed(item, editor), other_editor, "No news.")
    item.refresh_from_db()
    assert (item.state, item.decided_by) == (Item.State.PASSED, other_editor)
    assert put_back([item.pk], other_editor) == 1


def test_a_returned_draft_that_is_deleted_leaves_its_item_waiting(item, editor, other_editor) -> None:
    request_changes(changed(item, editor), other_editor, "Keep its title.")
    ClippingPage.objects.get().delete()
    item.refresh_from_db()
    assert (item.state, item.title, item.page) == (Item.State.WAITING, HEALTH, None)


def test_topics_alone_make_nobody_a_writer_and_are_what_was_approved(item, editor, other_editor) -> None:
    page = take(item.pk, editor, item.content_hash, ClippingChoice([topics.all()[0]]))
    first = Submission.objects.get(page=page.pk)
    draft = page.get_latest_revision_as_object()
    draft.topics = [topics.all()[1]]
    draft.save_revision(user=other_editor)
    second = submit(page, other_editor)
    assert first.content_hash != second.content_hash
    assert code_of(lambda: approve(second, other_editor)) == "own_work"
    assert approve(second, editor).state == "approved"


@pytest.mark.parametrize("kind", ["article", "update"])
def test_pages_that_people_write_are_never_published_like_that(kind: str, editor, organization) -> None:
    page = make_page(kind, organization)
    assert code_of(lambda: publish_as_written(page, editor)) == "review_required"
    assert not Submission.objects.filter(page=page.pk).exists()


def test_only_editors_take_and_pass(item, manager, officer) -> None:
    for person in (manager, officer):
        assert (
            code_of(lambda person=person: take(item.pk, person, item.content_hash, ClippingChoice())) == "editors_only"
        )
        assert code_of(lambda person=person: pass_item(item.pk, person, item.content_hash)) == "editors_only"
        assert code_of(lambda person=person: pass_source(item.source, person)) == "editors_only"
    assert not ClippingPage.objects.exists()


def test_what_changed_meanwhile_is_told(item, editor) -> None:
    seen = item.content_hash
    Item.objects.update(title="Another title")
    assert code_of(lambda: take(item.pk, editor, seen, ClippingChoice())) == "content_changed"
    assert code_of(lambda: pass_item(item.pk, editor, seen)) == "content_changed"
    assert not ClippingPage.objects.exists()


def test_the_second_editor_is_told_who_was_quicker(item, editor, other_editor) -> None:
    seen = item.content_hash
    take(item.pk, editor, seen, ClippingChoice())
    for service in (
        lambda: take(item.pk, other_editor, seen, ClippingChoice()),
        lambda: pass_item(item.pk, other_editor, seen),
    ):
        with pytest.raises(Refusal) as refused:
            service()
        assert refused.value.code == "already_decided" and editor.name in str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_the_same_moment_one_wins(portal, editor, other_editor) -> None:
    item = make_item(make_source(), HEALTH)
    seen, told, start = item.content_hash, [], threading.Barrier(2)

    def decide(person) -> None:
        start.wait(5)
        try:
            take(item.pk, person, seen, ClippingChoice())
            told.append("taken")
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=decide, args=[person]) for person in (editor, other_editor)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["already_decided", "taken"]
    assert ClippingPage.objects.count() == 1


def test_a_source_without_excerpts_gives_title_and_link(portal, editor) -> None:
    item = make_item(make_source(allows_excerpts=False), HEALTH, excerpt="Stored before it said no.")
    seen = item.content_hash
    assert code_of(lambda: take(item.pk, editor, seen, ClippingChoice(excerpt="Her own words."))) == "no_excerpt"
    page = take(item.pk, editor, seen, ClippingChoice(excerpt=""))
    assert (page.live, page.title, page.excerpt) == (True, HEALTH, "")


def test_more_than_200_letters_are_refused(item, editor) -> None:
    assert (
        code_of(lambda: take(item.pk, editor, item.content_hash, ClippingChoice(excerpt="x" * 201)))
        == "invalid_content"
    )
    assert code_of(lambda: take(item.pk, editor, item.content_hash, ClippingChoice(title=" "))) == "title_required"
    item.refresh_from_db()
    assert item.state == "waiting" and not ClippingPage.objects.exists()


def test_a_removed_clipping_never_comes_again(item, editor, drain) -> None:
    page = take(item.pk, editor, item.content_hash, ClippingChoice())
    again = make_item(make_source("Krama News"), HEALTH, url_key=item.url_key)
    assert code_of(lambda: take(again.pk, editor, again.content_hash, ClippingChoice())) == "taken_elsewhere"
    withdraw(page, editor, "The source asked for it.")
    # Closed in the same transaction.
    assert not CatalogEntry.objects.public().filter(pk=page.pk).exists()
    item.refresh_from_db()
    assert (item.state, item.title, item.excerpt) == ("withdrawn", "", "")
    assert code_of(lambda: take(again.pk, editor, again.content_hash, ClippingChoice())) == "removed_before"
    Item.objects.update(listed_at=timezone.now() - dt.timedelta(days=400))
    delete_old_items()
    assert Item.objects.filter(pk=item.pk, url_key=address_key(item.url)).exists()


def test_untaken_items_go_after_30_days(item, editor) -> None:
    seen, long_ago = item.content_hash, timezone.now() - dt.timedelta(days=31)
    # Still listed by its feed: kept, so that it does not count as new again, but nobody is asked any more.
    Item.objects.update(seen_at=long_ago)
    delete_old_items()
    assert not Item.objects.waiting().exists() and Item.objects.exists()
    assert code_of(lambda: take(item.pk, editor, seen, ClippingChoice())) == "item_old"
    Item.objects.update(listed_at=long_ago)
    assert delete_old_items() == 1
    assert code_of(lambda: take(item.pk, editor, seen, ClippingChoice())) == "item_gone"


def test_passed_items_are_put_back_by_who_passed_them(item, editor, other_editor) -> None:
    pass_item(item.pk, editor, item.content_hash)
    assert not Item.objects.waiting().exists()
    assert put_back([item.pk], other_editor) == 0
    assert put_back([item.pk], editor) == 1 and Item.objects.waiting().exists()


def test_a_source_is_passed_for_a_day(item, editor) -> None:
    other = make_item(make_source("Krama News"))
    assert pass_source(item.source, editor) == [item.pk]
    assert list(Item.objects.waiting()) == [other]
    until = FetchState.objects.get(source=item.source).passed_until
    assert dt.timedelta(hours=23) < until - timezone.now() <= dt.timedelta(days=1)


def test_an_own_site_is_no_medium_of_the_press_review(organization, editor, portal) -> None:
    item = make_item(make_own_site(organization))
    assert not Item.objects.waiting().exists()
    assert code_of(lambda: take(item.pk, editor, item.content_hash, ClippingChoice())) == "item_gone"


def test_taking_is_no_answer_time(item, editor) -> None:
    take(item.pk, editor, item.content_hash, ClippingChoice())
    assert not decided_since(timezone.now() - dt.timedelta(days=1)).exists()


def test_it_is_told_whether_the_suggestions_were_taken(portal, editor) -> None:
    health = next(topic for topic in topics.all() if topic.slug == "health")
    for title, chosen, expected in (("A clinic opens", [health], True), ("A clinic closes", [], False)):
        item = make_item(make_source(), title)
        take(item.pk, editor, item.content_hash, ClippingChoice(chosen))
        item.refresh_from_db()
        assert item.is_as_suggested is expected
