"""Nobody decides on what she has not seen: pictures and documents stand on each page on which an editor decides."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets.models import READING_SIZE, Document, DocumentPreview, Image
from assets.services import add_picture
from moderation.services import propose_profile, submit
from orgs.models import Organization
from orgs.pages.images import shown_pictures
from orgs.pages.registry import page_kinds
from orgs.profile import profile_of
from tests.accounts.sign_in_helpers import trust
from tests.assets.files import office_bytes, pdf_bytes, picture_bytes, picture_file, text_pdf
from tests.khmer.limon_writer import limon

QUEUE = reverse("workspace:queue")


def add(organization, title, **fields):
    """A picture larger than what is shown of it."""
    content = picture_bytes(size=(1600, 800))
    said = {"description": f"{title}: a loom", "credit": f"{title}: Sokha", "people": "agreed"} | fields
    return add_picture(picture_file(content=content), title=title, collection=organization.collection, **said)


@pytest.fixture
def documents(organization):
    def make(name, content):
        return Document.objects.create(
            title=name, file=ContentFile(content, name=name), collection=organization.collection
        )

    return [make("plan.pdf", pdf_bytes(2)), make("notes.docx", office_bytes("docx"))]


@pytest.fixture
def article(make_page, organization, officer, documents):
    """A draft that shows pictures and documents in every way that an article has."""
    body = [
        {
            "type": "picture",
            "value": {"image": add(organization, "Inside").pk, "alt_text": "Twelve women", "caption": ""},
        },
        {"type": "document", "value": {"document": documents[0].pk, "title": ""}},
        {"type": "paragraph", "value": f'<p>Read <a linktype="document" id="{documents[1].pk}">it</a>.</p>'},
    ]
    return make_page("article", organization, owner=officer, image=add(organization, "Cover"), body=body)


def assert_shows_all(content, organization):
    """Each picture at reading size with all that is said of it, and each document."""
    for title, words in (("Cover", "Cover: a loom"), ("Inside", "Twelve women")):
        image = Image.objects.get(title=title)
        rendition = image.get_rendition(READING_SIZE)
        assert (rendition.width, rendition.height) == (1200, 600)
        assert f'src="{rendition.url}" width="1200" height="600" alt="{words}"' in content
        assert f"{title}: Sokha" in content
    assert content.count("Whoever can be recognised agreed") == 2
    preview = DocumentPreview.objects.get(document__title="plan.pdf")
    assert f'src="{preview.picture_url}"' in content
    assert "notes.docx" in content


DECISIONS = ["its own page", "in the queue", "after publication"]


@pytest.mark.parametrize("where", DECISIONS)
def test_pictures_and_documents_stand_where_she_decides(where, editors, article, organization, officer, drain):
    if where == "after publication":
        trust(organization)
    sent = submit(article, officer)
    drain()
    address = {
        "its own page": reverse("workspace:review", args=[sent.pk]),
        "in the queue": f"{QUEUE}?open={sent.pk}",
        "after publication": reverse("workspace:post-review", args=[sent.pk]),
    }[where]
    assert_shows_all(editors.get(address).content.decode(), organization)


def test_her_page_makes_nothing(editors, article, organization, officer, drain, monkeypatch):
    """Pictures are made small and documents read by a worker, after the sending."""
    sent = submit(article, officer)
    drain()
    made = Image.objects.get(title="Cover").renditions.count()
    assert made and DocumentPreview.objects.count() == 2
    monkeypatch.setattr("assets.previews.making.read_document", lambda key: pytest.fail("read in a request"))
    monkeypatch.setattr("assets.models.Image.create_rendition", lambda *args: pytest.fail("made in a request"))
    assert editors.get(reverse("workspace:review", args=[sent.pk])).status_code == 200


def test_what_is_not_ready_is_told(editors, article, officer):
    sent = submit(article, officer)
    content = editors.get(reverse("workspace:review", args=[sent.pk])).content.decode()
    assert "not ready yet" in content
    for document in Document.objects.all():
        DocumentPreview.objects.create(document=document)
    content = editors.get(reverse("workspace:review", args=[sent.pk])).content.decode()
    assert "cannot be shown here" in content


def test_a_picture_without_its_file_is_told(editors, article, officer):
    sent = submit(article, officer)
    cover = Image.objects.get(title="Cover")
    cover.file.storage.delete(cover.file.name)
    content = editors.get(reverse("workspace:review", args=[sent.pk])).content.decode()
    assert "This picture cannot be shown." in content


def test_what_a_document_says_is_text(editors, make_page, organization, officer, drain):
    file = ContentFile("<script>alert(1)</script> ស្ត្រី".encode(), name="notes.txt")
    document = Document.objects.create(title="Notes", file=file, collection=organization.collection)
    sent = submit(make_page("publication", organization, document=document, owner=officer), officer)
    drain()
    content = editors.get(reverse("workspace:review", args=[sent.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content and "<script>alert" not in content


def test_words_that_a_program_read_in_a_scan_are_told_as_such(editors, make_page, organization, officer):
    file = ContentFile(b"%PDF-1.4", name="scan.pdf")
    document = Document.objects.create(title="Scan", file=file, collection=organization.collection)
    DocumentPreview.objects.create(document=document, text="Colours from the garden", is_machine_read=True)
    sent = submit(make_page("publication", organization, document=document, owner=officer), officer)
    content = editors.get(reverse("workspace:review", args=[sent.pk])).content.decode()
    assert "Colours from the garden" in content.partition("read by a program")[2]


def test_many_pictures_cost_no_more_queries(editors, make_page, organization, officer, drain):
    def queries(count):
        blocks = [
            {"type": "picture", "value": {"image": add(organization, f"P{number}").pk, "alt_text": "A loom"}}
            for number in range(count)
        ]
        sent = submit(make_page("article", organization, owner=officer, body=blocks), officer)
        drain()
        address = reverse("workspace:review", args=[sent.pk])
        editors.get(address)
        with CaptureQueriesContext(connection) as captured:
            editors.get(address)
        return len(captured)

    assert queries(5) == queries(1)


def test_every_kind_of_page_that_has_a_picture_shows_it(editors, make_page, organization, officer):
    shown = []
    for kind in page_kinds().models:
        if "image" not in {field.name for field in kind._meta.concrete_fields} or not kind.page_kind.short_form:
            continue
        title = f"Of {kind.page_kind.name}"
        page = make_page(kind.page_kind.name, organization, owner=officer, image=add(organization, title))
        assert [each.image.title for each in shown_pictures(page)] == [title]
        sent = submit(page, officer)
        content = editors.get(reverse("workspace:review", args=[sent.pk])).content.decode()
        assert f'alt="{title}: a loom"' in content
        shown.append(title)
    assert len(shown) > 2


@pytest.mark.parametrize("tier", ["new", "trusted"])
def test_a_new_logo_is_shown_at_reading_size(tier, editors, organization, manager):
    """Before it is public, and afterwards where that is trusted; beside the one that it takes the place of."""
    old = add(organization, "Old logo")
    Organization.objects.filter(pk=organization.pk).update(tier=tier, logo=old)
    said = {name: value for name, value in profile_of(organization).items() if name != "logo"}
    new = picture_file(content=picture_bytes(size=(1300, 1300)))
    change = propose_profile(organization, said, by=manager, logo=new)
    content = editors.get(reverse("workspace:profile-change", args=[change.pk])).content.decode()
    for image in (old, Image.objects.get(pk=change.after["logo"])):
        rendition = image.get_rendition(READING_SIZE)
        assert rendition.url in content and image.description in content
    assert "Old logo: Sokha" in content


def test_a_pdf_of_an_old_font_is_shown_in_unicode(editors, make_page, organization, officer, drain):
    text = "អង្គការនារីដើម្បីសន្តិភាព បានបើកវគ្គបណ្ដុះបណ្ដាលដល់ស្ត្រី"
    file = ContentFile(text_pdf(limon(text)), name="old.pdf")
    document = Document.objects.create(title="Old", file=file, collection=organization.collection)
    submission = submit(make_page("publication", organization, owner=officer, document=document), officer)
    drain()
    assert DocumentPreview.objects.get().picture
    content = editors.get(reverse("workspace:review", args=[submission.pk])).content.decode()
    assert "In Unicode it says:" in content
    assert text in content.replace("\u200b", "")
