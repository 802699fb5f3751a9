"""A file moves in as one batch: drafts with their dates, texts, pictures and topics, decided about at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from assets.models import Image
from blog.models import ArticlePage, UpdatePage
from common.refusal import Refusal
from feed.models import Activity
from moderation.models import Matter, Notice, Submission
from moderation.rules.memory import is_unseen_import
from moving.deciding.decisions import approve_batch, undo_batch
from moving.models import MovedFile, MovedItem, MoveIn
from tests.factories import drain_outbox
from tests.moving.old_sites import PICTURE_URL, bring, category, item, picture_item, write_export, write_picture

pytestmark = pytest.mark.django_db

PICTURE = f'<figure><img src="{PICTURE_URL}?w=300"><figcaption>The loom</figcaption></figure>'


@pytest.fixture
def export(tmp_path):
    return write_export(
        tmp_path,
        picture_item(),
        item(1, f"<h2>How it began</h2>\n\nFirst.\n\nSecond.\n\n{PICTURE}", more=category("Health")),
        item(2, "ស្ត្រីតម្បាញបានរៀនសូត្រជាមួយគ្នានៅក្នុងភូមិ។", title="ស្ត្រីតម្បាញ", more=category("Weaving")),
        item(3, "A draft.", status="draft"),
    )


@pytest.fixture
def batch(export, organization, officer, tmp_path):
    return bring(export, organization, officer, files=write_picture(tmp_path))


def test_drafts_have_date_text_picture_author_topic_and_language(batch, organization):
    english, khmer = (ArticlePage.objects.get(pk=each.page_id) for each in batch.items.all())
    assert english.first_published_at == dt.datetime(2012, 5, 2, 2, tzinfo=dt.UTC)
    assert [block.block_type for block in english.body] == ["heading", "paragraph", "picture", "paragraph"]
    picture = english.body[2].value
    assert (picture["alt_text"], picture["caption"]) == ("A woman at a loom", "The loom")
    assert picture["image"].people == "" and picture["image"].credit == "From the old site"
    assert "<p>First.</p><p>Second.</p>" in str(english.body[1].value)
    assert "Written by Srey Leak" in english.entry_text()
    assert [topic.slug for topic in english.topics.all()] == ["health"]
    assert (khmer.locale.language_code, khmer.organization, khmer.live) == ("km", organization, False)
    assert (batch.state, batch.entries) == (MoveIn.State.WAITING, 2)
    assert batch.report["unknown_topics"] == {"Weaving": 1} and batch.report["left_out"] == {"not-public": 1}


def test_a_second_run_adds_none(batch, export, organization, officer):
    assert bring(export, organization, officer) is None
    assert ArticlePage.objects.count() == 2 and MoveIn.objects.count() == 1


def test_a_killed_run_goes_on_in_its_batch(export, organization, officer, tmp_path, monkeypatch):
    from moving.making import drafts

    stock, made = drafts.DraftMaker.make, []

    def killed(self, entry):
        if made:
            raise KeyboardInterrupt
        made.append(entry)
        return stock(self, entry)

    with monkeypatch.context() as patch:
        patch.setattr(drafts.DraftMaker, "make", killed)
        with pytest.raises(KeyboardInterrupt):
            bring(export, organization, officer)
    batch = bring(export, organization, officer)
    assert (MoveIn.objects.count(), batch.items.count(), ArticlePage.objects.count()) == (1, 2, 2)
    assert batch.report["pages"] == 2 and batch.report["unknown_topics"] == {"Weaving": 1}


def test_an_editor_publishes_all_at_once_with_the_old_dates(batch, editor, client):
    with pytest.raises(Refusal, match="recognised"):
        approve_batch(batch, editor)
    approve_batch(batch, editor, "agreed")
    drain_outbox()
    batch.refresh_from_db()
    pages = ArticlePage.objects.live()
    assert (batch.state, pages.count(), batch.decided_by) == (MoveIn.State.PUBLISHED, 2, editor)
    first = batch.items.first().page.specific
    assert first.first_published_at.year == 2012 and Image.objects.get().people == "agreed"
    assert client.get(first.url).status_code == 200
    assert Submission.objects.get(page=first).is_in_batch
    response = client.get("/2012/p1/")
    assert (response.status_code, response.url) == (301, first.url)
    # Nobody is told of years-old pages, and they are no news.
    assert not Activity.objects.filter(page_id=first.pk).exists()
    assert not Notice.objects.exclude(matter=None).exclude(matter__kind="move-in").exists()
    assert not Matter.objects.waiting().filter(kind="move-in").exists()


def test_who_brought_it_or_belongs_there_does_not_decide(export, organization, officer, editor, make_user):
    batch = bring(export, organization, editor)
    for person in (editor, officer, make_user("reader@example.org")):
        with pytest.raises(Refusal):
            approve_batch(batch, person, "none")
    with pytest.raises(Refusal):
        bring(export, organization, make_user("else@example.org"))


def test_what_somebody_changed_is_neither_published_nor_removed(batch, editor, officer):
    changed = batch.items.first().page.specific
    changed.title = "Changed by hand"
    changed.save_revision(user=officer)
    approve_batch(batch, editor, "agreed")
    drain_outbox()
    moved = batch.items.first()
    assert moved.state == MovedItem.State.KEPT and "changed it" in moved.reason
    undo_batch(batch, editor)
    drain_outbox()
    batch.refresh_from_db()
    assert (batch.state, batch.removed, batch.kept) == (MoveIn.State.UNDONE, 1, 1)
    assert list(ArticlePage.objects.values_list("pk", flat=True)) == [changed.pk]


def test_what_stays_a_draft_waits_for_an_editor_even_of_a_trusted_organization(batch):
    assert all(is_unseen_import(each.page) for each in batch.items.select_related("page"))


def test_a_long_text_is_published_whole(tmp_path, organization, officer, editor):
    text = "<p>Words of a long article.</p>" * 300
    batch = bring(write_export(tmp_path, item(1, text)), organization, officer)
    approve_batch(batch, editor)
    drain_outbox()
    page = batch.items.get().page.specific
    assert page.live and page.entry_text().count("Words of a long article.") == 300


def test_undoing_removes_pages_files_and_redirects_and_the_site_may_come_again(batch, export, editor, organization):
    approve_batch(batch, editor, "none")
    drain_outbox()
    undo_batch(batch, editor)
    drain_outbox()
    assert not ArticlePage.objects.exists() and not Image.objects.filter(collection=organization.collection).exists()
    assert not Redirect.objects.exists() and not MovedFile.objects.exists()
    assert bring(export, organization, editor).items.count() == 2


def test_a_picture_without_words_keeps_its_page_a_draft(tmp_path, organization, officer, editor):
    path = write_export(tmp_path, picture_item(alt_text="IMG_20120501"), item(1, f'Text <img src="{PICTURE_URL}">'))
    batch = bring(path, organization, officer, files=write_picture(tmp_path))
    assert batch.report["notes"] == {"alt-text": 1}
    approve_batch(batch, editor, "none")
    drain_outbox()
    moved = batch.items.get()
    assert moved.state == MovedItem.State.KEPT and "shows" in moved.reason and not moved.page.live


def test_posts_become_updates_where_they_fit(tmp_path, organization, officer):
    long = "A sentence that is long enough to be read. " * 100
    path = write_export(
        tmp_path, item(1, 'News of <a href="http://x.example/">a place</a>.'), item(2, long), item(3, "<ul><li>a</ul>")
    )
    batch = bring(path, organization, officer, kind="update")
    update = UpdatePage.objects.get()
    assert update.text == "News of a place (http://x.example/).\n\nWritten by Srey Leak"
    assert ArticlePage.objects.count() == 2 and batch.report["notes"]["as-article"] == 2


def test_each_entry_takes_as_many_queries_as_the_one_before(tmp_path, organization, officer):
    def queries(first: int, number: int) -> int:
        path = write_export(tmp_path, *(item(first + each, f"Text {first + each}") for each in range(number)))
        with CaptureQueriesContext(connection) as asked:
            bring(path, organization, officer)
        return len(asked)

    few, many = queries(100, 2), queries(200, 6)
    each = (many - few) / 4
    assert each <= 56
    assert queries(300, 10) <= many + 4 * each + 1
