"""Publishing a report from a phone: the file first, then what it found and recommends."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets.models import Document, DocumentPreview, Image
from assets.previews import making
from assets.services import add_picture
from blog.models import PublicationPage
from blog.publication_form import PublicationForm
from common.helper_process import NoHelperError
from moderation.models import Submission
from tests.assets.files import text_pdf
from tests.workspace.conftest import photo
from vocabulary.models import Institution, Topic

NEW = reverse("workspace:new-publication")
BY_SCRIPT = {"Accept": "application/json"}
TITLE = "What women traders earn"


def pdf(*lines, name="traders.pdf"):
    words = lines or ("12/2026", TITLE, "We asked two hundred women who sell at markets.")
    return SimpleUploadedFile(name, text_pdf(*words), content_type="application/pdf")


def recommendation(number, text, institution, key=""):
    return {
        f"recommendations-{number}-text": text,
        f"recommendations-{number}-institution": str(institution),
        f"recommendations-{number}-id": key,
    }


def filled(action="send", rows=(), **fields):
    form = {"title": TITLE, "language": "en", "action": action, "token": str(uuid4())}
    form["recommendations-count"] = str(len(rows))
    for number, row in enumerate(rows):
        form |= recommendation(number, *row)
    return form | fields


@pytest.fixture
def senate(db):
    return Institution.objects.order_by("pk").first() or Institution.objects.create(
        slug="senate", name_en="Senate", name_km="ព្រឹទ្ធសភា"
    )


def newest():
    return PublicationPage.objects.get().get_latest_revision_as_object()


def test_a_report_is_sent_for_review(officers, organization, senate):
    topic = Topic.objects.first()
    rows = [("Lower the fee for a stall.", senate.pk), ("", "")]
    officers.post(NEW, filled(rows=rows, upload=pdf(), findings="- Few have\r\n- a stall", topic=topic.slug))
    page = Submission.objects.get().revision.as_object()
    assert (page.title, page.organization, page.live) == (TITLE, organization, False)
    assert page.findings == "<ul><li>Few have</li><li>a stall</li></ul>"
    (shown,) = page.shown_recommendations
    assert (shown.text, shown.institution) == ("Lower the fee for a stall.", senate)
    assert page.document.pages == 1 and page.document.collection == organization.collection
    assert list(page.topics.all()) == [topic]


def test_the_file_proposes_title_pages_and_language(officers):
    answer = officers.post(NEW, filled("read", title="", language="km", upload=pdf()), headers=BY_SCRIPT)
    told = answer.json()
    document = Document.objects.get()
    assert (told["title"], told["language"], told["document"]) == (TITLE, "en", document.pk)
    assert told["shown"].startswith("1 page")
    assert not PublicationPage.objects.exists()


def test_without_a_script_a_button_reads_the_file(officers):
    response = officers.post(NEW, filled("read", title="", upload=pdf()))
    form = response.context["form"]
    assert form["title"].value() == TITLE
    assert form["document"].value() == str(Document.objects.get().pk)
    assert "We have read the file" in response.content.decode()
    assert 'class="error"' not in response.content.decode().replace('class="error" role="alert" data-wrong', "")


def test_what_a_program_read_in_a_scan_is_told_as_such(officers, monkeypatch):
    def read(documents, _reader):
        for document in documents:
            DocumentPreview.objects.create(document=document, text="Silk and its price", is_machine_read=True)

    monkeypatch.setattr("blog.file_proposals.make_previews", read)
    told = officers.post(NEW, filled("read", title="", upload=pdf()), headers=BY_SCRIPT).json()
    assert told["title"] == "Silk and its price"
    assert "A scan: a program has read its title." in told["shown"]


def test_a_typed_title_stays_when_the_file_is_read(officers):
    form = officers.post(NEW, filled("read", title="Our own title", upload=pdf())).context["form"]
    assert form["title"].value() == "Our own title"


def test_a_file_that_cannot_be_read_now_is_stored_all_the_same(officers, monkeypatch):
    def nobody(*args, **kwargs):
        raise NoHelperError("busy")

    monkeypatch.setattr("blog.file_proposals.read_document_apart", nobody)
    told = officers.post(NEW, filled("read", upload=pdf()), headers=BY_SCRIPT).json()
    assert told["document"] == Document.objects.get().pk and "title" not in told


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("report.pdf", b"no PDF at all"),
        SimpleUploadedFile("report.exe", b"MZ" + b"\0" * 90),
        SimpleUploadedFile("empty.pdf", b""),
    ],
    ids=["damaged", "program", "empty"],
)
def test_a_file_that_is_none_is_refused_in_words(officers, file):
    answer = officers.post(NEW, filled("read", upload=file), headers=BY_SCRIPT)
    assert answer.status_code == 422 and answer.json()["said"]
    file.seek(0)
    content = officers.post(NEW, filled(upload=file)).content.decode()
    assert TITLE in content and not Document.objects.exists() and not PublicationPage.objects.exists()


def test_nothing_typed_is_lost_and_the_file_goes_up_once(officers, senate):
    rows = [("Lower the fee.", senate.pk), ("No institution", "")]
    response = officers.post(NEW, filled(rows=rows, upload=pdf(), findings="One\r\n\r\nTwo"))
    form, document = response.context["form"], Document.objects.get()
    assert "2: Please choose an institution." in response.content.decode()
    assert form["findings"].value() == "One\r\n\r\nTwo"
    assert [row["text"].value() for row in form["recommendations"].rows] == ["Lower the fee.", "No institution"]
    assert form["document"].value() == str(document.pk)
    officers.post(NEW, filled(rows=rows[:1], document=document.pk))
    assert newest().document == document and Document.objects.count() == 1


def test_a_report_is_not_sent_without_its_file(officers):
    assert "Please choose the file before you send." in officers.post(NEW, filled()).content.decode()
    officers.post(NEW, filled("draft"))
    assert newest().document is None


def test_two_taps_make_one_report(officers):
    form = filled(upload=pdf())
    for _time in range(2):
        form["upload"].seek(0)
        assert "Sent for review" in officers.post(NEW, form, follow=True).content.decode()
    assert (PublicationPage.objects.count(), Submission.objects.count(), Document.objects.count()) == (1, 1, 1)


def test_a_file_of_another_organization_is_not_there(officers, other_organization):
    foreign = Document.objects.create(title="Theirs", file=pdf(), collection=other_organization.collection)
    content = officers.post(NEW, filled(document=foreign.pk)).content.decode()
    assert "no longer available" in content and "Theirs" not in content
    assert not PublicationPage.objects.exists()


def test_one_row_more_without_a_script_tells_no_fault(officers, senate):
    response = officers.post(NEW, filled("more:recommendations", rows=[("Lower the fee.", "")], title="", upload=pdf()))
    form = response.context["form"]
    assert len(form["recommendations"].rows) == 2
    assert form["recommendations"].rows[0]["text"].value() == "Lower the fee."
    assert not form.errors and form["document"].value()


def test_there_are_at_most_twenty(officers, senate):
    rows = [(f"Number {number}", senate.pk) for number in range(21)]
    assert "20 at most" in officers.post(NEW, filled("draft", rows=rows)).content.decode()


def test_other_recommendations_are_written_and_come_back(officers, senate):
    officers.post(NEW, filled("draft", other_recommendations="Go on.\r\n\r\n- Weave"))
    page = newest()
    assert page.recommendations == "<p>Go on.</p><ul><li>Weave</li></ul>"
    form = officers.get(reverse("workspace:edit-publication", args=[page.pk])).context["form"]
    assert form["other_recommendations"].value() == "Go on.\n\n- Weave"


@pytest.fixture
def rich(make_page, organization, senate):
    """A publication of the full editor, with fields that the short form does not know."""
    step = {"type": "item", "value": {"kind": "sent", "day": "2026-01-05", "note": "", "link": ""}, "id": str(uuid4())}
    value = {"text": "Lower the fee.", "institution": senate.pk, "steps": [step]}
    return make_page(
        "publication",
        organization,
        findings='<p>See <a linktype="page" id="3">this</a>.</p>',
        recommendations='<p>Go on to <a linktype="page" id="3">this</a>.</p>',
        addressed_recommendations=json.dumps([{"type": "recommendation", "value": value, "id": str(uuid4())}]),
    )


def test_what_the_short_form_does_not_know_stays(officers, rich, senate):
    url = reverse("workspace:edit-publication", args=[rich.pk])
    form = officers.get(url).context["form"]
    (row,) = form["recommendations"].rows
    key = row["id"].value()
    before = rich.addressed_recommendations.get_prep_value()
    rows = [("Lower the fee by half.", senate.pk, key), ("Build a roof.", senate.pk)]
    officers.post(url, filled("draft", rows=rows, title="Another title"))
    draft = newest()
    first, second = draft.addressed_recommendations.get_prep_value()
    assert "other_recommendations" not in form.fields
    assert (draft.title, draft.findings, draft.recommendations) == (
        *("Another title", rich.findings),
        rich.recommendations,
    )
    assert first["id"] == key and first["value"]["steps"] == before[0]["value"]["steps"]
    assert first["value"]["text"] == "Lower the fee by half." and not second["value"]["steps"]


def test_a_save_that_changes_nothing_changes_nothing(officers, rich):
    url = reverse("workspace:edit-publication", args=[rich.pk])
    form = officers.get(url).context["form"]
    assert isinstance(form, PublicationForm)
    posted = {name: form[name].value() or "" for name in form.fields if name not in ("recommendations", "upload")}
    row = form["recommendations"].rows[0]
    rows = [(row["text"].value(), row["institution"].value(), row["id"].value())]
    officers.post(url, filled("draft", rows=rows) | posted | {"remove": "", "keep_letters": "", "token": ""})
    draft = newest()
    assert draft.addressed_recommendations.get_prep_value() == rich.addressed_recommendations.get_prep_value()
    assert (draft.title, draft.findings, draft.summary) == (rich.title, rich.findings, rich.summary)


def test_autosave_keeps_the_file_and_says_what_it_refuses(officers):
    first = officers.post(NEW, filled("read", upload=pdf()), headers=BY_SCRIPT).json()
    form = filled("autosave", document=first["document"], rows=[("No institution", "")])
    told = officers.post(NEW, form, headers=BY_SCRIPT).json()
    assert told["refused"] == ["recommendations"] and told["document"] == first["document"]
    assert newest().document_id == first["document"]


def test_a_form_that_is_sent_without_its_rows_keeps_them(officers, rich):
    url = reverse("workspace:edit-publication", args=[rich.pk])
    form = filled("draft")
    del form["recommendations-count"]
    officers.post(url, form)
    assert len(newest().addressed_recommendations) == 1


def test_reports_of_others_are_not_there(stranger, rich):
    assert stranger.get(reverse("workspace:edit-publication", args=[rich.pk])).status_code == 404


def test_the_form_takes_few_queries(officers, rich, django_assert_max_num_queries, senate):
    value = rich.addressed_recommendations.get_prep_value()
    url = reverse("workspace:edit-publication", args=[rich.pk])
    rich.save_revision()
    officers.get(url)
    with django_assert_max_num_queries(22) as few:
        officers.get(url)
    rich.addressed_recommendations = json.dumps([value[0] | {"id": str(uuid4())} for _number in range(10)])
    rich.save_revision()
    with django_assert_max_num_queries(len(few)):
        officers.get(url)


def test_a_file_that_was_read_is_not_read_again(officers, monkeypatch):
    document = officers.post(NEW, filled("read", upload=pdf()), headers=BY_SCRIPT).json()["document"]
    monkeypatch.setattr(making, "document_words", lambda document: pytest.fail("read again"))
    told = officers.post(NEW, filled("read", document=document), headers=BY_SCRIPT).json()
    assert told["title"] == TITLE


def test_the_first_page_of_the_file_becomes_the_cover(officers, organization):
    response = officers.post(NEW, filled("cover", upload=pdf(), findings="Few have a stall."))
    form, cover = response.context["form"], Image.objects.get()
    assert form["photo"].value() == str(cover.pk) and cover.collection == organization.collection
    assert form["alt_text"].value() == f"The first page: {TITLE}" and form["findings"].value() == "Few have a stall."
    assert not form.errors and not PublicationPage.objects.exists()
    posted = {name: form[name].value() for name in ("photo", "document", "alt_text")}
    assert "Please choose one before you send." in officers.post(NEW, filled(**posted)).content.decode()
    officers.post(NEW, filled(people="none", **posted))
    assert Submission.objects.get().revision.as_object().cover == cover


def test_another_picture_can_be_the_cover_and_be_taken_away(officers):
    officers.post(NEW, filled("draft", file=photo(), alt_text="A stall."))
    page = newest()
    assert page.cover.description == "A stall."
    officers.post(reverse("workspace:edit-publication", args=[page.pk]), filled("draft", remove="on"))
    assert newest().cover is None


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (None, "Please choose the file first."),
        (SimpleUploadedFile("earned.csv", b"who,earned\nSokha,4\n"), "Its first page cannot be shown."),
    ],
)
def test_a_cover_needs_a_file_with_pages(officers, file, told):
    content = officers.post(NEW, filled("cover") | ({"upload": file} if file else {})).content.decode()
    assert told in content and TITLE in content and not Image.objects.exists()


def test_a_cover_of_another_organization_is_not_there(officers, other_organization):
    foreign = add_picture(photo(), title="Theirs", collection=other_organization.collection)
    content = officers.post(NEW, filled(photo=foreign.pk)).content.decode()
    assert "no longer available" in content and "Theirs" not in content
