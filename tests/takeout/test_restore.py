"""A restored organization has the same content as drafts, and nobody in it."""

from __future__ import annotations

import hashlib

import pytest
from django.core.management import CommandError, call_command

from assets.models import Document, Image
from assets.services import add_picture, files_of
from blog.models import ArticlePage, UpdatePage
from orgs.models import Membership, Organization, OrgContentPage
from takeout.restoring.whole_archive import restore_takeout
from tests.assets.files import picture_bytes, picture_file
from tests.factories import make_page
from tests.takeout.archives import archive_of, edit, files_below, page_named, rewrite, stored_rows


def below_homes(organization):
    return OrgContentPage.objects.filter(organization=organization, organization_home=None)


def hashes(collection):
    return sorted(
        hashlib.sha256(file.file.open("rb").read()).hexdigest()
        for model in (Image, Document)
        for file in model.objects.filter(collection=collection)
    )


@pytest.fixture
def restored(archive, content):
    return restore_takeout(archive, "silk-two").organization


def test_texts_dates_topics_places_and_languages_are_the_same(restored, content):
    article = ArticlePage.objects.get(organization=restored, locale__language_code="en")
    assert [each.as_object().title for each in article.revisions.order_by("pk")] == ["Silk", "Silk, again"]
    assert article.first_published_at == content["article"].first_published_at
    assert [topic.slug for topic in article.topics.all()] == ["health"]
    assert [place.slug for place in article.places.all()] == ["takeo"]
    khmer = ArticlePage.objects.get(organization=restored, locale__language_code="km")
    assert khmer.title == "សូត្រ" and khmer.translation_key == article.translation_key
    assert article.translation_key != content["article"].translation_key


def test_links_and_files_are_those_of_the_new_organization(restored, organization):
    article = ArticlePage.objects.get(organization=restored, locale__language_code="en")
    update = UpdatePage.objects.get(organization=restored)
    for version in (each.as_object() for each in article.revisions.all()):
        paper = Document.objects.get(collection=restored.collection)
        text = str(version.body[0].value.source)
        assert f'<a id="{update.pk}" linktype="page">this</a>' in text
        assert f'<a id="{paper.pk}" linktype="document">that</a>' in text
        files = files_of(version)
        assert files[Image] == {Image.objects.get(collection=restored.collection).pk}
        assert files[Document] == {paper.pk}
    assert hashes(restored.collection) == hashes(organization.collection)


def test_all_are_drafts_and_nobody_is_a_member(restored):
    assert below_homes(restored).count() == 4
    assert not below_homes(restored).live().exists()
    assert not Membership.objects.filter(organization=restored).exists()
    assert not restored.is_public and restored.tier == Organization.Tier.NEW
    assert not below_homes(restored).exclude(owner=None).exists()


def test_a_second_restore_makes_another_organization(restored, archive):
    again = restore_takeout(archive, "silk-three").organization
    assert below_homes(again).count() == below_homes(restored).count()
    keys = [set(below_homes(each).values_list("translation_key", flat=True)) for each in (again, restored)]
    assert not keys[0] & keys[1]


def test_what_this_portal_lacks_is_left_out_and_said(archive):
    def change(parts):
        edit(parts, page_named(parts, "Silk"), lambda page: page["content"].update(topics=["unheard-of"]))

    report = restore_takeout(rewrite(archive, change), "silk-two")
    assert {(each.reason, each.name) for each in report.left_out} == {("topic", "unheard-of")}


def test_what_this_portal_lacks_of_the_organization_itself_is_said_too(archive):
    def change(parts):
        edit(parts, "manifest.json", lambda manifest: manifest["organization"].update(topics=["unheard-of"]))

    report = restore_takeout(rewrite(archive, change), "silk-two")
    assert [(each.reason, each.page, each.name) for each in report.left_out] == [("topic", None, "unheard-of")]


def test_a_picture_with_hidden_data_is_encoded_anew(organization, tmp_path):
    add_picture(picture_file(), title="Loom", collection=organization.collection)
    path = archive_of(organization, tmp_path / "a.zip")

    def change(parts):
        name = next(name for name in parts if name.startswith("files/"))
        photo = picture_bytes(comment=b"taken at home")
        parts.pop(name)
        new = f"files/{hashlib.sha256(photo).hexdigest()}.jpg"
        parts[new] = photo
        edit(parts, "manifest.json", lambda manifest: manifest["files"][0].update(path=new))

    report = restore_takeout(rewrite(path, change), "silk-two")
    image = Image.objects.get(collection=report.organization.collection)
    assert b"taken at home" not in image.file.open("rb").read()
    assert [(each.reason, each.page) for each in report.left_out] == [("encoded", None)]


def test_command_tells_what_it_did_and_refuses_a_taken_slug(archive, organization, capsys):
    call_command("restore", archive, slug="silk-two")
    assert "silk-two: 6 pages as drafts, 2 files." in capsys.readouterr().out
    before = stored_rows()
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("restore", archive, slug="silk-two")
    assert stored_rows() == before


def test_when_the_last_step_fails_no_file_is_left(archive, monkeypatch, settings, tmp_path):
    before = stored_rows(), files_below(tmp_path)

    def fail(**kwargs):
        raise RuntimeError("the machine is off")

    monkeypatch.setattr("takeout.restoring.whole_archive.log", fail)
    with pytest.raises(RuntimeError):
        restore_takeout(archive, "silk-two")
    assert (stored_rows(), files_below(tmp_path)) == before


def test_a_draft_that_lacks_much_comes_back(organization, tmp_path):
    line = make_page("help", organization, title="Line")
    line.phone, line.is_always_open = "", False
    line.save_revision(clean=False)
    make_page(
        "article", organization, title="Empty", body=[("picture", {"image": None, "alt_text": "", "caption": ""})]
    )
    path = archive_of(organization, tmp_path / "a.zip")
    assert below_homes(restore_takeout(path, "silk-two").organization).count() == 2
