"""Pictures, headings, files, links within the portal, and copied text."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from assets.models import Document
from assets.services import add_picture
from moderation.checks import check_now, copied_text, file_sizes
from moderation.checks.checked_page import CheckedPage
from orgs.models import Organization
from tests.assets.files import acting_pdf, encrypted_pdf, pdf_bytes, picture_file

pytestmark = pytest.mark.django_db
LONG = (
    "Six looms came to the village of Prey Kabas in the last week of October. Three women who had never woven before "
    "learnt within nine days how a warp is tied, how indigo is stirred, and what a buyer in Phnom Penh pays. The "
    "association lends the silk and takes nothing until the first cloth is sold at the market."
)


def found(page, name):
    (result,) = [result for result in check_now(page) if result.check.name == name]
    assert result.outcome != "crashed"
    return [(finding.code, finding.where) for finding in result.findings]


@pytest.fixture
def make_picture(organization):
    def make(description="", title="A picture", **fields):
        return add_picture(
            picture_file(), title=title, collection=organization.collection, description=description, **fields
        )

    return make


def article(make_page, organization, blocks, **fields):
    body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    return make_page("article", organization, body=body, **fields)


def test_pictures_without_words_are_found(make_page, organization, make_picture):
    good, bad = make_picture("Three women weave silk."), make_picture("  ")
    assert found(make_page("update", organization, text="News.", image=good), "alternative-text") == []
    assert found(make_page("update", organization, text="News.", image=bad), "alternative-text") == [
        ("empty", "A picture")
    ]
    blocks = [("picture", {"image": good.pk, "alt_text": words, "caption": ""}) for words in ("IMG_2031.JPG", "A loom")]
    assert found(article(make_page, organization, blocks), "alternative-text") == [("name", "IMG_2031.JPG")]


@pytest.mark.parametrize("words", ["DSC 0012", "photo", "រូបភាព ១", "loom-final.jpeg", "Screenshot 2026-11-24"])
def test_the_name_of_a_file_says_nothing(words, make_page, organization, make_picture):
    page = make_page("update", organization, text="News.", image=make_picture(words))
    assert found(page, "alternative-text") == [("name", words)]


def test_somebody_named_beside_her_picture_must_have_agreed(make_page, organization, make_picture):
    shown = "Ms Sok Dara at her loom."
    asked, not_asked = make_picture(shown, people="agreed"), make_picture(shown)
    assert found(make_page("update", organization, text="News.", image=asked), "consent") == []
    assert found(make_page("update", organization, text="News.", image=not_asked), "consent") == [
        ("picture", "Ms Sok Dara")
    ]


def test_a_logo_needs_no_words(organization, make_picture):
    organization.logo = make_picture()
    organization.save()
    home = organization.homes.first().page.specific
    assert found(home, "alternative-text") == []


def test_headings_out_of_order_are_found(make_page, organization):
    part, section = ("heading", {"text": "Part", "level": "h3"}), ("heading", {"text": "Section", "level": "h2"})
    text = ("paragraph", "<p>Words.</p>")
    assert found(article(make_page, organization, [part, text, section, text]), "headings") == [("order", "Part")]
    assert found(article(make_page, organization, [section, text, part]), "headings") == [("empty", "Part")]
    assert found(article(make_page, organization, [section, part, text]), "headings") == []
    ends = [section, section, part, section, text]
    assert found(article(make_page, organization, ends), "headings") == [("empty", "Section"), ("empty", "Part")]


def test_large_files_are_found(make_page, organization, monkeypatch):
    file = SimpleUploadedFile("report.pdf", pdf_bytes() + b" " * 3000)
    document = Document.objects.create(title="Report", file=file, collection=organization.collection)
    page = make_page("publication", organization, document=document)
    assert found(page, "large-files") == []
    monkeypatch.setattr(file_sizes, "LARGE_DOCUMENT", 2000)
    assert found(page, "large-files") == [("document", "Report")]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (encrypted_pdf("secret"), ["password"]),
        (acting_pdf(OpenAction="4 0 R"), ["script"]),
        (b"%PDF-1.7 and nothing more", ["unread"]),
        (pdf_bytes(), []),
    ],
)
def test_documents_that_do_more_than_be_read_are_found(make_page, organization, content, codes):
    file = SimpleUploadedFile("report.pdf", content)
    document = Document.objects.create(title="Report", file=file, collection=organization.collection)
    page = make_page("publication", organization, document=document)
    assert found(page, "active-files") == [(code, "Report") for code in codes]


def test_links_to_what_is_not_public_are_found(make_page, organization, other_organization):
    public = make_page("update", organization, live=True)
    draft = make_page("update", organization, title="Our draft")
    foreign = make_page("update", other_organization, title="Their draft")
    links = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in (public, draft, foreign))
    page = article(make_page, organization, [("paragraph", f"<p>{links}</p>")])
    assert found(page, "inner-links") == [("not-public", "Our draft"), ("not-public", "")]


def test_links_to_what_is_over_or_of_a_hidden_organization_are_found(make_page, organization, other_organization):
    """Their pages are live still, and nobody can read them."""
    over = make_page("update", organization, title="Over", live=True)
    Page.objects.filter(pk=over.pk).update(expire_at=timezone.now())
    hidden = make_page("update", other_organization, title="Hidden", live=True)
    Organization.objects.filter(pk=other_organization.pk).update(is_hidden=True)
    links = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in (over, hidden))
    page = article(make_page, organization, [("paragraph", f"<p>{links} {hidden.full_url}</p>")])
    assert found(page, "inner-links") == [("not-public", "Over"), ("not-public", ""), ("not-public", hidden.full_url)]


def test_addresses_of_the_portal_are_looked_up(make_page, organization):
    public, draft = make_page("update", organization, live=True), make_page("update", organization)
    there, not_there = public.full_url, public.full_url.replace(public.slug, draft.slug)
    nothing = there.replace(public.slug, "nowhere")
    text = f"{there} {not_there}, {nothing} /en/ and {there.partition('/en/')[0]}/en/search/"
    page = make_page("update", organization, text=text)
    assert found(page, "inner-links") == [("not-public", not_there), ("nothing", nothing)]


def test_copied_text_is_found_with_whose_it_is(make_page, organization, other_organization, drain):
    make_page("update", other_organization, live=True, text=LONG)
    for number in range(5):
        make_page("update", other_organization, live=True, text=f"Quite other words, number {number}. " * 12)
    drain()
    copy = make_page("update", organization, text=f"Good news! {LONG}")
    (result,) = [result for result in check_now(copy) if result.check.name == "copied"]
    assert "Law Circle" in result.shown[0].message
    own = make_page("update", other_organization, text=LONG)
    assert found(own, "copied") == []
    fresh = make_page("update", organization, text=" ".join(reversed(LONG.split())))
    assert found(fresh, "copied") == []


def test_copied_khmer_is_found(make_page, organization, other_organization, drain):
    text = (
        "ស្ត្រីបីនាក់ដែលមិនធ្លាប់ត្បាញពីមុនមក បានរៀនក្នុងរយៈពេលប្រាំបួនថ្ងៃអំពីរបៀបចងសរសៃសូត្រ "
        "និងរបៀបលាយពណ៌។"
        " សមាគមឱ្យខ្ចីសូត្រ ហើយមិនយកប្រាក់រហូតដល់លក់ក្រណាត់ដំបូងនៅផ្សារ។"
    )
    make_page("update", other_organization, "km", live=True, text=text)
    drain()
    assert [code for code, _where in found(make_page("update", organization, "km", text=text), "copied")] == ["copied"]


def test_drafts_of_others_are_not_told(make_page, organization, other_organization, drain):
    make_page("update", other_organization, text=LONG)
    drain()
    assert found(make_page("update", organization, text=LONG), "copied") == []


def test_looking_for_copies_costs_the_same_among_more_pages(make_page, organization, other_organization, drain):
    page = make_page("update", organization, text=LONG)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert list(copied_text.CopiedText().findings(CheckedPage(page))) == []
        return len(captured.captured_queries)

    few = cost()
    for number in range(8):
        make_page("update", other_organization, live=True, text=f"Quite other words, number {number}. " * 12)
    drain()
    assert cost() == few
