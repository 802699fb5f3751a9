import pytest
from wagtail.images.tests.utils import get_test_image_file

from assets.models import Image
from catalog.page_context import LETTERS_A_MINUTE, minutes_to_read
from catalog.terms import places, topics
from tests.entries import make_entries
from tests.queries import queries_of


def address(page, language="en"):
    return f"/{language}/organizations/silk-weavers/{page.slug}/"


@pytest.fixture
def pictures(organization):
    return [
        Image.objects.create(title=f"Loom {index}", file=get_test_image_file(), collection=organization.collection)
        for index in range(4)
    ]


def long_body(pictures, times):
    blocks = [
        ("heading", {"text": "A section", "level": "h2"}),
        ("paragraph", "<p>Words about silk.</p>"),
        ("quotation", {"text": "One cloth, one price.", "source": "Heading of the list"}),
        ("count", {"title": "Who came", "women": 17, "men": 3}),
        ("video", {"title": "A minute", "url": "https://example.org/video"}),
        *(("picture", {"image": image, "alt_text": "A loom", "caption": "In Bati"}) for image in pictures),
    ]
    return blocks * times


@pytest.mark.parametrize("times", [1, 5])
def test_article_costs_few_queries_however_long_it_is(client, make_page, organization, drain, pictures, times):
    page = make_page(
        "article",
        organization,
        live=True,
        image=pictures[0],
        body=long_body(pictures, times),
        topics=topics.all()[:3],
        places=places.all()[:2],
    )
    make_entries(organization, 5, topics=topics.all()[:1])
    drain()

    assert len(queries_of(client, address(page))) <= 10


@pytest.mark.parametrize("kind", ["update", "article", "publication", "event"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_every_kind_of_page_is_cheap(client, make_page, organization, drain, kind, language):
    page = make_page(kind, organization, language, live=True, topics=topics.all()[:2], places=places.all()[:1])
    drain()

    assert len(queries_of(client, address(page, language))) <= 10


def test_article_shows_its_blocks(client, make_page, organization, drain, pictures):
    page = make_page("article", organization, live=True, body=long_body(pictures[:1], 1))
    drain()

    html = client.get(address(page)).content.decode()

    for words in ("A section", "Words about silk.", "One cloth, one price.", "Heading of the list", "In Bati"):
        assert words in html
    assert 'alt="A loom"' in html
    assert "https://example.org/video" in html
    assert "<iframe" not in html
    assert "style=" not in html


def test_read_on_prefers_the_same_topics_and_the_readers_language(client, make_page, organization, drain):
    law, health = topics.by_slug("law"), topics.by_slug("health")
    page = make_page("article", organization, live=True, topics=[law])
    drain()
    make_entries(organization, 5, title="Newer, on health", topics=[health])
    [same] = make_entries(organization, 1, title="On law", topics=[law, health])
    make_entries(organization, 1, language="km", title="ច្បាប់", topics=[law], translation_key=same.translation_key)

    read_on = client.get(address(page)).context["read_on"]

    assert [entry.title for entry in read_on] == ["On law", "Newer, on health", "Newer, on health"]
    assert page.pk not in {entry.pk for entry in read_on}


def test_read_on_never_names_what_is_hidden(client, make_page, organization, other_organization, drain):
    page = make_page("article", organization, live=True, topics=[topics.by_slug("law")])
    drain()
    make_entries(other_organization, 1, title="Hidden", topics=[topics.by_slug("law")])
    other_organization.is_hidden = True
    other_organization.save()

    assert client.get(address(page)).context["read_on"] == []


def test_minutes_grow_with_the_letters_and_are_never_none():
    assert minutes_to_read("") == 1
    assert minutes_to_read("word " * 1000) == 4 * 1000 // LETTERS_A_MINUTE
    assert minutes_to_read("ក" * 5 * LETTERS_A_MINUTE) == 5


def test_page_without_a_row_yet_is_shown_with_its_own_topics(client, make_page, organization):
    page = make_page("article", organization, live=True, topics=[topics.by_slug("law")])

    assert [topic.slug for topic in client.get(address(page)).context["topics"]] == ["law"]


def test_preview_of_what_is_not_saved_works(organization, make_page, rf):
    page = make_page("article", organization)
    page.pk = page.id = None

    response = page.make_preview_request(rf.get("/"), "")

    assert response.status_code == 200
