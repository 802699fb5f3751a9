from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from assets.models import Document
from catalog.terms import topics
from orgs.templatetags.files import file_facts, filesize
from tests.entries import make_entries


def in_year(year):
    return datetime(year, 6, 1, tzinfo=UTC)


@pytest.fixture
def library(organization):
    make_entries(
        organization, 1, type="publication", title="Old law", topics=[topics.by_slug("law")], published_at=in_year(2020)
    )
    make_entries(
        organization, 1, type="publication", title="New law", topics=[topics.by_slug("law")], published_at=in_year(2025)
    )
    make_entries(
        organization,
        1,
        type="publication",
        title="New health",
        topics=[topics.by_slug("health")],
        published_at=in_year(2025),
    )
    make_entries(organization, 1, title="No publication")


def listed(response):
    assert response.status_code == 200
    return {entry.title for entry in response.context["publications"]}


def test_topic_and_year_narrow_together(client, library):
    assert listed(client.get("/en/publications/")) == {"Old law", "New law", "New health"}
    assert listed(client.get("/en/publications/?topic=law")) == {"Old law", "New law"}
    assert listed(client.get("/en/publications/?topic=law&year=2025")) == {"New law"}


def test_years_to_choose_from_are_those_that_occur(client, library):
    assert client.get("/en/publications/").context["years"] == [2025, 2020]


@pytest.mark.parametrize("query", ["topic=none", "year=none", "year=99999999999", "page=-3", "topic=%00&year=%00"])
def test_nonsense_is_no_filter(client, library, query):
    assert len(listed(client.get(f"/km/publications/?{query}"))) == 3


def test_each_publication_tells_of_its_file(client, make_page, organization, drain):
    file = ContentFile(b"%PDF-1.4 and some more", name="report.pdf")
    document = Document.objects.create(title="Report", file=file, collection=organization.collection)
    Document.objects.filter(pk=document.pk).update(pages=48, file_size=1_240_000)
    make_page("publication", organization, live=True, title="With a file", document=document)
    make_page("publication", organization, live=True, title="Without")
    drain()

    entries = {entry.title: entry.file for entry in client.get("/en/publications/").context["publications"]}

    assert entries["With a file"] == {"extension": "pdf", "size": 1_240_000, "pages": 48}
    assert entries["Without"] is None


@pytest.mark.parametrize(
    ("size", "said"),
    [(None, ""), (0, ""), (300, "1 kB"), (620_000, "620 kB"), (1_000_000, "1 MB"), (1_240_000, "1.2 MB")],
)
def test_sizes_are_said_for_people(size, said):
    with override("en"):
        assert filesize(size) == said


def test_facts_of_a_file_in_khmer():
    with override("km"):
        assert file_facts("pdf", 1_240_000, None) == ["PDF", "១,២\u00a0មេហ្គាបៃ"]
