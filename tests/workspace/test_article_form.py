"""Writing an article in its short form: by buttons alone, with nothing lost, and nothing taken from others."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets.models import Document, Image
from blog.models import ArticlePage
from moderation.models import Submission
from orgs.body_form.stored import bare_blocks, stored_blocks
from tests.workspace.conftest import photo
from tests.workspace.typed_parts import TypedForm

pytestmark = pytest.mark.django_db
NEW = reverse("workspace:new-article")


def edit(page):
    return reverse("workspace:edit-article", args=[page.pk])


def newest() -> ArticlePage:
    return ArticlePage.objects.get().get_latest_revision_as_object()


def said(page):
    return bare_blocks(stored_blocks(page.body))


def text_file(name="report.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")


@pytest.fixture
def form(officers):
    form = TypedForm(officers, NEW)
    form.data |= {"title": ["Six looms"], "summary": ["They weave."], "language": ["en"]}
    return form


def test_an_article_is_written_by_buttons_alone(form, organization):
    ((kind, first),) = form.parts
    assert kind == "text"
    form.type(first, text="We **weave**.\n\n- silk\n- cotton\n\nRead [more](https://example.org/a?utm_source=x&b=1).")
    form.add("heading", text="The looms", level="h3")
    picture = form.add("picture", file=photo(), alt_text="A loom.", people="none", caption="New", credit="Sok")
    form.add("quotation", text="It is fast.", source="Dara")
    table = form.add("table", caption="Looms", cells__heading=["Year", "Looms"], cells__cell=["2025", "4", "2026", "6"])
    form.press(f"part:row {table}")
    assert len(form.data[f"part-{table}-cells-cell"]) == 6
    form.press(f"part:column {table}")
    form.press(f"part:less-column {table}")
    form.add("list", text="one\n- two\n3. three", numbered="on")
    form.add("video", url="youtube.com/watch?v=1", title="At work")
    form.add("document", file=text_file(), title="Report")
    form.press(f"part:up {picture}")
    # The file has arrived with the first button that was pressed after it was chosen.
    assert Image.objects.get().credit == "Sok"
    response = form.press("send")
    assert response.status_code == 302, form.errors()
    article = Submission.objects.get().revision.as_object()
    image, document = Image.objects.get(), Document.objects.get()
    assert (image.people, image.collection) == ("none", organization.collection)
    assert said(article) == [
        (
            "paragraph",
            "<p>We <b>weave</b>.</p><ul><li>silk</li><li>cotton</li></ul>"
            '<p>Read <a href="https://example.org/a?b=1">more</a>.</p>',
        ),
        ("picture", {"image": image.pk, "alt_text": "A loom.", "caption": "New"}),
        ("heading", {"text": "The looms", "level": "h3"}),
        ("quotation", {"text": "It is fast.", "source": "Dara"}),
        (
            "table",
            {
                "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": "Looms"}],
                "rows": [{"values": ["2025", "4"]}, {"values": ["2026", "6"]}],
                "caption": "Looms",
            },
        ),
        ("paragraph", "<ol><li>one</li><li>two</li><li>three</li></ol>"),
        ("video", {"url": "https://youtube.com/watch?v=1", "title": "At work"}),
        ("document", {"document": document.pk, "title": "Report"}),
    ]


def test_parts_are_moved_taken_away_and_put_back(form):
    first = form.parts[0][1]
    form.type(first, text="First.")
    second = form.add("text", text="Second.")
    form.press(f"part:down {first}")
    assert [key for _kind, key in form.parts] == [second, first]
    form.press(f"part:remove {second}")
    form.press(f"part:back {second}")
    form.press(f"part:remove {first}")
    form.press("draft")
    assert said(newest()) == [("paragraph", "<p>Second.</p>")]


def test_a_button_calls_nothing_wrong_and_saves_no_page(officers):
    form = TypedForm(officers, NEW)
    form.press("part:add video")
    assert not form.errors() and not ArticlePage.objects.exists()
    assert [kind for kind, _key in form.parts] == ["text", "video"]
    assert form.page.select_one("[autofocus]")["data-part"] == form.parts[1][1]


def test_several_pictures_at_once_get_a_part_each(form):
    key = form.add("picture")
    form.files[f"part-{key}-file"] = [photo("a.jpg"), photo("b.jpg", (50, 30)), photo("c.jpg", (60, 30))]
    form.press("part:show")
    assert [kind for kind, _key in form.parts] == ["text", "picture", "picture", "picture"]
    assert Image.objects.count() == 3
    form.press("draft")
    images = [value["image"] for kind, value in said(newest()) if kind == "picture"]
    assert [Image.objects.get(pk=pk).width for pk in images] == [40, 50, 60]


def test_pasted_lines_with_tabs_become_a_table(form):
    form.type(form.parts[0][1], text="Before.\nYear\tLooms\n2025\t4\n\nAfter.")
    form.press("part:show")
    assert [kind for kind, _key in form.parts] == ["text", "table", "text"]
    form.press("draft")
    assert [kind for kind, _value in said(newest())] == ["paragraph", "table", "paragraph"]


def test_pasted_lines_are_a_table_too_where_the_form_is_saved_at_once(form):
    form.type(form.parts[0][1], text="Before.\nYear\tLooms\n2025\t4\n\nAfter.")
    form.press("draft")
    assert [kind for kind, _value in said(newest())] == ["paragraph", "table", "paragraph"]


BODY = [
    ("heading", {"text": "Looms", "level": "h2"}),
    ("paragraph", '<p data-block-key="ab1c2">See <a linktype="page" id="3">it</a>.</p>'),
    ("count", {"title": "Women", "women": 3, "men": 1, "options": [], "total": None}),
    ("paragraph", '<p data-block-key="ab1c3">Plain  words </p>'),
]


def test_what_the_form_does_not_know_stays_in_its_place(officers, make_page, organization, officer):
    article = make_page("article", organization, owner=officer, body=BODY)
    before = stored_blocks(article.get_latest_revision_as_object().body)
    form = TypedForm(officers, edit(article))
    assert [kind for kind, _key in form.parts] == ["heading", "kept", "kept", "text"]
    assert "It can be changed in the full editor." in form.page.get_text()
    form.press("draft")
    assert stored_blocks(newest().body) == before
    form = TypedForm(officers, edit(article))
    form.type(form.parts[0][1], text="Six looms")
    form.press(f"part:up {form.parts[2][1]}")
    form.press("draft")
    after = stored_blocks(newest().body)
    assert [block["id"] for block in after] == [before[place]["id"] for place in (0, 2, 1, 3)]
    assert after[0]["value"]["text"] == "Six looms" and after[1:] == [before[2], before[1], before[3]]


def test_files_of_others_are_refused(form, other_organization, stranger):
    others = TypedForm(stranger, NEW)
    others.data["title"] = ["Theirs"]
    others.add("picture", file=photo(), alt_text="Theirs")
    others.add("document", file=text_file())
    others.press("draft")
    image, document = Image.objects.get(), Document.objects.get()
    ArticlePage.objects.all().delete()
    form.add("picture", alt_text="Mine", photo=str(image.pk))
    form.add("document", document=str(document.pk))
    form.press("draft")
    assert sum("no longer available" in text for text in form.errors()) == 2
    assert not ArticlePage.objects.exists()
    assert "<img" not in str(form.page.select_one("form.post"))


def test_what_readers_need_is_asked_when_it_is_sent(form):
    form.type(form.parts[0][1], text="We weave.")
    form.add("picture", file=photo())
    form.add("video", url="https://example.org/v")
    form.add("heading")
    form.press("send")
    assert len(form.errors()) == 3, form.errors()
    assert not Submission.objects.exists()
    # The empty heading is no part of the page.
    form.press("draft")
    assert [kind for kind, _value in said(newest())] == ["paragraph", "picture", "video"]


def test_a_half_typed_address_keeps_nothing_else_from_being_kept(form):
    form.type(form.parts[0][1], text="We weave.")
    key = form.add("video", url="https://", title="At work")
    response = form.press("autosave")
    assert response.status_code == 200 and response.json()["refused"] == [f"part-{key}-url"]
    assert [kind for kind, _value in said(newest())] == ["paragraph", "video"]


def test_autosave_tells_which_files_have_arrived_and_overwrites_its_draft(form):
    key = form.add("picture")
    form.type(key, file=photo(), alt_text="A loom.")
    told = form.press("autosave").json()
    assert told[f"part-{key}-photo"] == Image.objects.get().pk
    form.data["version"] = [told["version"]]
    form.files.clear()
    form.type(key, photo=str(told[f"part-{key}-photo"]))
    assert form.press("autosave").status_code == 200
    assert newest().revisions.count() == 1


def test_it_is_sent_once(form):
    form.type(form.parts[0][1], text="We weave.")
    key = form.add("picture")
    picture = photo()
    form.type(key, file=picture, alt_text="A loom.", people="none")
    for _time in range(2):
        picture.seek(0)
        assert form.press("send").status_code == 302, form.errors()
    assert (ArticlePage.objects.count(), Submission.objects.count(), Image.objects.count()) == (1, 1, 1)


def test_there_are_limits(form):
    keys = [str(uuid4()) for _number in range(250)]
    form.data["part"] = [f"text {key}" for key in keys]
    form.data |= {f"part-{key}-text": ["Words."] for key in keys}
    form.press("draft")
    assert not ArticlePage.objects.exists() and "at most 200 parts" in form.page.get_text()
    form.data["part"] = ["text a", "text a", "evil b", "text ../c", "text " + "d" * 50]
    form.data["part-a-text"] = ["Words."]
    form.press("draft")
    assert said(newest()) == [("paragraph", "<p>Words.</p>")]


def test_its_cost_does_not_grow_with_its_parts(
    officers, make_page, organization, officer, django_assert_max_num_queries
):
    def article(number):
        form = TypedForm(officers, NEW)
        form.data |= {"title": [f"Article {number}"], "language": ["en"]}
        for place in range(number):
            form.add("picture", file=photo(size=(40 + place, 30)), alt_text="A loom.")
        form.press("draft")
        page = ArticlePage.objects.get(title=f"Article {number}")
        officers.get(edit(page))
        return page

    costs = []
    for number in (1, 4):
        page = article(number)
        with CaptureQueriesContext(connection) as shown:
            form = TypedForm(officers, edit(page))
        with CaptureQueriesContext(connection) as saved:
            assert form.press("autosave").status_code == 200
        costs.append((len(shown), len(saved)))

    assert costs[0] == costs[1]
    assert costs[0][0] <= 25 and costs[0][1] <= 60


def test_a_document_is_chosen_among_their_own(form, organization, other_organization, officers):
    there = Document.objects.create(title="Minutes", file=text_file(), collection=organization.collection)
    theirs = Document.objects.create(title="Theirs", file=text_file(), collection=other_organization.collection)
    key = form.add("document", title="The minutes")
    choices = {option["value"]: option.text for option in form.page.select(f"[name=part-{key}-document] option")}
    assert choices[str(there.pk)] == "Minutes" and str(theirs.pk) not in choices
    form.type(key, document=str(theirs.pk))
    form.press("draft")
    assert any("no longer available" in told for told in form.errors()) and not ArticlePage.objects.exists()
    form.type(key, document=str(there.pk))
    form.press("draft")
    assert said(newest())[-1] == ("document", {"document": there.pk, "title": "The minutes"})
