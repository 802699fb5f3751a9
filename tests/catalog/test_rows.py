"""The catalog's rows: what they hold of a page, what lists read of them, and who is told when they change."""

import datetime as dt
from io import BytesIO

import pytest
from django.utils import timezone
from wagtail.models import Page

from catalog import services
from catalog.models import CatalogEntry, CountingRow
from catalog.signals import rows_removed, rows_written
from vocabulary.models import Place, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(make_page, organization, drain):
    page = make_page(
        "article",
        organization,
        live=True,
        title="Weaving silk",
        summary="How silk is woven.",
        topics=[Topic.objects.get(slug="law")],
        places=[Place.objects.get(slug="kep")],
    )
    drain()
    return page


def row_of(page):
    return CatalogEntry.objects.public().filter(pk=page.pk).first()


def test_a_moved_page_has_its_new_address(article, make_page, organization, drain):
    other = make_page("article", organization, live=True, title="Above")
    article.move(other, pos="last-child")
    drain()
    assert row_of(article).url == Page.objects.get(pk=article.pk).get_url()
    assert other.slug in row_of(article).url


def test_a_picture_follows_the_row(make_page, organization, make_picture, drain):
    page = make_page("update", organization, live=True, text="Weaving", image=make_picture())
    drain()
    row = row_of(page)
    assert row.image.endswith(".webp") and "960x640" in row.image
    assert row.thumbnail.endswith(".webp") and "208x208" in row.thumbnail


@pytest.fixture
def make_picture(db):
    from django.core.files.images import ImageFile
    from PIL import Image as Drawing

    from assets.models import Image

    def make():
        data = BytesIO()
        Drawing.new("RGB", (1200, 900), "purple").save(data, "JPEG")
        data.seek(0)
        return Image.objects.create(title="Loom", file=ImageFile(data, name="loom.jpg"))

    return make


def test_publishing_costs_the_same_whatever_there_is(article, make_page, organization, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        services.update_row(article.pk)


def test_lists_read_rows(article, make_page, organization, other_organization, drain):
    other = make_page("article", other_organization, live=True, title="Law")
    start = timezone.now() + dt.timedelta(days=1)
    event = make_page("event", other_organization, live=True, starts_at=start, ends_at=start + dt.timedelta(hours=1))
    drain()
    public = CatalogEntry.objects.public()
    assert set(public.of(other_organization).filter(type__in=["article", "event"])) == {row_of(other), row_of(event)}
    assert list(public.on_topic(Topic.objects.get(slug="law"))) == [row_of(article)]
    assert list(public.in_place(Place.objects.get(slug="kep"))) == [row_of(article)]
    assert list(public.upcoming()) == [row_of(event)]


def test_a_page_is_listed_once_in_the_readers_language(article, make_page, organization, drain):
    khmer = make_page(
        "article", organization, "km", live=True, title="ត្បាញសូត្រ", translation_key=article.translation_key
    )
    alone = make_page("article", organization, "km", live=True, title="កប្បាស")
    drain()
    articles = CatalogEntry.objects.public().filter(type="article")
    assert {row.pk for row in articles.readable_in("en")} == {article.pk, alone.pk}
    assert {row.pk for row in articles.readable_in("km")} == {khmer.pk, alone.pk}
    khmer.unpublish()
    assert {row.pk for row in articles.readable_in("km")} == {article.pk, alone.pk}


@pytest.fixture
def told():
    """Yield the list to which the signals' arguments are added, in order."""
    messages = []

    def written(entries, translation_keys, **kwargs):
        messages.append(("written", [entry.pk for entry in entries], set(translation_keys)))

    def removed(page_ids, translation_keys, **kwargs):
        messages.append(("removed", list(page_ids), set(translation_keys)))

    rows_written.connect(written)
    rows_removed.connect(removed)
    yield messages
    rows_written.disconnect(written)
    rows_removed.disconnect(removed)


def test_who_listens_is_told_of_written_and_removed_rows(article, told):
    services.update_row(article.pk)
    article.unpublish()
    key = {article.translation_key}
    assert told == [("written", [article.pk], key), ("removed", [article.pk], key)]


def test_a_page_that_became_another_ones_translation_is_told_under_both_keys(article, make_page, organization, told):
    before = article.translation_key
    other = make_page("article", organization, "km", live=True, title="ត្បាញសូត្រ")
    Page.objects.filter(pk=article.pk).update(translation_key=other.translation_key)
    services.update_row(article.pk)
    assert told == [("written", [article.pk], {before, other.translation_key})]


def test_a_row_is_not_written_where_who_is_told_fails(article):
    def fails(**kwargs):
        raise RuntimeError("The index is broken")

    rows_written.connect(fails)
    try:
        services.remove_rows([article.pk])
        with pytest.raises(RuntimeError):
            services.update_row(article.pk)
    finally:
        rows_written.disconnect(fails)
    assert not CatalogEntry.objects.filter(pk=article.pk).exists()
    assert not CountingRow.objects.filter(pk=article.pk).exists()


def test_a_closing_page_takes_its_counting_row_along(article):
    assert CountingRow.objects.filter(pk=article.pk).exists()
    article.unpublish()
    assert not CountingRow.objects.filter(pk=article.pk).exists()
