"""Rows lose what they copy of pictures, topics and places with these; nothing public leads to what is gone."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.images.tests.utils import get_test_image_file

from assets.models import Document, Image, Rendition
from catalog.copied_values import refresh
from catalog.copied_values.thumbnails import name_of
from catalog.models import CatalogEntry
from orgs.models import Organization, OrgContentPage
from orgs.pages.registry import page_kinds
from search import reconciler
from tests.factories import make_page
from vocabulary.models import Place, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forget_terms")]

SHOWN = ("en/", "en/activity/feed.json", "en/organizations/silk-weavers/")
PICTURE_FIELDS = {
    model.page_kind.name: next(f.name for f in model._meta.fields if f.related_model is Image)
    for model in page_kinds().models
    if issubclass(model, OrgContentPage)
    and any(f.related_model is Image for f in model._meta.fields)
    and not model.__module__.startswith("tests.")
}


@pytest.fixture
def picture(organization):
    return Image.objects.create(
        title="Loom",
        file=get_test_image_file(size=(320, 240)),
        description="A loom.",
        collection=organization.collection,
    )


@pytest.fixture
def shown(organization, picture, drain):
    """Pages of every kind that has a picture, and the organization's home with its logo."""
    pages = [
        make_page(kind, organization, live=True, title=f"A {kind}", **{field: picture})
        for kind, field in PICTURE_FIELDS.items()
        if kind != "page"
    ]
    organization.logo = picture
    organization.save()
    drain()
    assert CatalogEntry.objects.filter(picture=picture.pk).count() == len(pages) + 2 >= 6, "both homes have the logo"
    assert len(named_files()) == 3
    return pages


def named_files() -> set[str]:
    rows = CatalogEntry.objects.values_list("image", "thumbnail")
    return {url for pair in rows for url in pair if url}


def dead_links(client) -> set[str]:
    found = set()
    for path in SHOWN:
        response = client.get(f"/{path}")
        assert response.status_code == 200
        html = unescape(response.content.decode())
        addresses = re.findall(r'(?:http://testserver)?(/media/[^"\s,]+|/documents/[^"\s]+)', html)
        found |= {url for url in addresses if client.get(url).status_code != 200}
    return found


LOSSES = {
    "the picture is deleted": lambda picture: picture.delete(),
    "pictures are deleted at once": lambda picture: Image.objects.filter(pk=picture.pk).delete(),
    "its sizes are deleted": lambda picture: picture.renditions.all().delete(),
    "one size is deleted": lambda picture: picture.renditions.filter(filter_spec__startswith="fill-960").get().delete(),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_rows_name_no_picture_that_is_gone(client, shown, picture, drain, loss):
    LOSSES[loss](picture)
    stored = {rendition.url for rendition in Rendition.objects.all()}
    assert named_files() <= stored, "at once, in the transaction of the deletion"
    assert set(CatalogEntry.objects.exclude(picture=None).values_list("picture", flat=True)) <= {
        image.pk for image in Image.objects.all()
    }
    assert not dead_links(client)
    drain()
    assert named_files() <= {rendition.url for rendition in Rendition.objects.all()}
    assert bool(named_files()) == Image.objects.exists(), "what is only a size is made anew"
    assert not dead_links(client)
    assert not reconciler.check()


def test_rows_of_a_hidden_organization_forget_it_too(client, shown, picture, organization, drain):
    Organization.objects.filter(pk=organization.pk).update(is_hidden=True)
    picture.delete()
    Organization.objects.filter(pk=organization.pk).update(is_hidden=False)
    assert not named_files()


def test_a_deletion_that_fails_leaves_the_rows(shown, picture):
    before = named_files()
    with transaction.atomic():
        picture.delete()
        assert not named_files()
        transaction.set_rollback(True)
    assert named_files() == before


def test_the_check_sees_a_size_that_the_database_lost(shown, drain):
    Rendition.objects.all()._raw_delete("default")
    assert reconciler.check().rows_to_write == CatalogEntry.objects.exclude(picture=None).count()
    reconciler.check(repair=True)
    assert not named_files()
    drain()
    assert named_files() == {rendition.url for rendition in Rendition.objects.all() if rendition.url in named_files()}
    assert not reconciler.check()


def test_the_check_sees_a_file_that_the_disk_lost(client, shown, drain):
    lost = name_of(sorted(named_files())[0])
    default_storage.delete(lost)
    assert reconciler.check().rows_to_write
    reconciler.check(repair=True)
    drain()
    assert all(default_storage.exists(name_of(url)) for url in named_files())
    assert not dead_links(client) and not reconciler.check()


def test_a_size_that_is_made_while_the_picture_goes_is_not_written_back(shown, picture, monkeypatch):
    """The worker has scaled it, then somebody deletes it, then the worker writes the row."""
    from catalog.copied_values import thumbnails

    locked = thumbnails.locked_pages

    def deleted_first(ids):
        monkeypatch.setattr(thumbnails, "locked_pages", locked)
        picture.delete()
        return locked(ids)

    monkeypatch.setattr(thumbnails, "locked_pages", deleted_first)
    thumbnails.make_thumbnails(shown[0].pk)
    assert not named_files()


def test_pages_do_without_files_of_their_texts_that_are_gone(client, organization, picture, drain):
    document = Document.objects.create(
        title="Report", file=ContentFile(b"%PDF-1.4\n", "report.pdf"), collection=organization.collection
    )
    blocks = [
        ("picture", {"image": picture, "alt_text": "A loom", "caption": "In Bati"}),
        ("document", {"document": document, "title": "The whole report"}),
    ]
    pages = [
        make_page("article", organization, live=True, body=blocks),
        make_page("event", organization, live=True, body=blocks, materials=[blocks[1]]),
    ]
    drain()
    before = [client.get(page.url).content.decode() for page in pages]
    assert all("<figcaption" in html and ">The whole report<" in html for html in before)
    picture.delete()
    document.delete()
    for page in pages:
        response = client.get(page.url)
        html = response.content.decode()
        assert response.status_code == 200
        assert "<figcaption" not in html and ">The whole report<" not in html
        assert not re.search(r'(?:href|src)=""', html)
    assert not reconciler.check()


@pytest.fixture
def sorted_page(organization, drain):
    topic, place = Topic.objects.get(slug="law"), Place.objects.get(slug="kep")
    page = make_page("article", organization, live=True, topics=[topic], places=[place])
    drain()
    return page


@pytest.mark.parametrize("model", [Topic, Place])
@pytest.mark.parametrize("change", ["delete", "move"])
def test_rows_follow_topics_and_places(sorted_page, drain, model, change):
    term, mask = model.objects.get(slug="law" if model is Topic else "kep"), f"{model.__name__.lower()}_mask"
    before = term.bit
    if change == "delete":
        term.delete()
    else:
        term.position = 60
        term.save()
    assert reconciler.check().rows_to_write == 1
    drain()
    row = CatalogEntry.objects.get(pk=sorted_page.pk)
    assert getattr(row, mask) == (0 if change == "delete" else term.bit) != before
    assert not reconciler.check()


def test_many_rows_are_refreshed_in_batches(organization, drain, monkeypatch, django_assert_max_num_queries):
    topic = Topic.objects.get(slug="law")
    pages = [make_page("article", organization, live=True, topics=[topic]) for _number in range(5)]
    drain()
    monkeypatch.setattr(refresh, "BATCH", 2)
    with django_assert_max_num_queries(40):
        topic.delete()
    drain()
    assert not CatalogEntry.objects.filter(pk__in=[page.pk for page in pages]).exclude(topic_mask=0).exists()
