"""What is written in the short form opens in the full editor, and the other way round: nothing is lost."""

from __future__ import annotations

from random import Random

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.urls import reverse

from assets.models import Document
from assets.services import add_picture
from blog.models import ArticlePage
from orgs.body_form.stored import stored_blocks
from tests.workspace.conftest import photo
from tests.workspace.random_articles import RandomArticle, editor_data
from tests.workspace.typed_parts import TypedForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(organization):
    images = [add_picture(photo(size=(40 + n, 30)), title="Loom", collection=organization.collection) for n in (1, 2)]
    documents = [
        Document.objects.create(
            title="Report", file=ContentFile(b"%PDF-1.4\n%%EOF\n", f"{n}.pdf"), collection=organization.collection
        )
        for n in (1, 2)
    ]
    return [[each.pk for each in rows] for rows in (images, documents)]


def through_full_editor(blocks):
    """Return the blocks as the full editor's form reads and stores them."""
    data = QueryDict(mutable=True)
    data.update(editor_data(blocks))
    stream = ArticlePage._meta.get_field("body").stream_block
    value = stream.clean(stream.value_from_datadict(data, {}, "body"))
    return stored_blocks(value)


def newest(page):
    return stored_blocks(ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().body)


def change(form: TypedForm, random: Random) -> None:
    """Type other words into some parts, and move some."""
    for kind, key in form.parts:
        if random.random() < 0.5 and f"part-{key}-text" in form.data:
            form.type(
                key,
                text=f"{form.data[f'part-{key}-text'][0]} new\n\n**bold** [link](https://a.b/c)"
                if kind == "text"
                else "New",
            )
    random.shuffle(form.data.get("part", []))


def round_trip(seed, page, officers, files):
    random = Random(seed)
    blocks = through_full_editor(RandomArticle(seed, *files).body())
    page.body = page.body.stream_block.to_python(blocks)
    page.save_revision(user=page.owner)
    address = reverse("workspace:edit-article", args=[page.pk])
    form = TypedForm(officers, address)
    assert form.press("draft").status_code == 302, (seed, form.errors())
    assert newest(page) == blocks, seed
    form = TypedForm(officers, address)
    change(form, random)
    assert form.press("draft").status_code == 302, (seed, form.errors())
    written = newest(page)
    assert through_full_editor(written) == written, seed
    # And what was written stays, when the short form is opened and saved again.
    form = TypedForm(officers, address)
    assert form.press("draft").status_code == 302
    assert newest(page) == written, seed


@pytest.mark.parametrize(
    "seeds",
    [
        range(2),
        range(6),
        *(pytest.param(range(start, start + 50), marks=pytest.mark.drill) for start in range(0, 300, 50)),
    ],
)
def test_articles_are_the_same_after_both_editors(seeds, officers, make_page, organization, officer, files):
    page = make_page("article", organization, owner=officer)
    for seed in seeds:
        round_trip(seed, page, officers, files)
