"""Pictures and documents as they are stored, by service, model and Wagtail's own forms."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation
from PIL import Image as Pillow
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, UploadedFile

from assets.fields import PictureField
from assets.models import Document, Image
from assets.pictures.metadata import without_metadata
from assets.services import add_picture
from tests.accounts.sign_in_helpers import sign_in
from tests.assets import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Collection:
    return Collection.get_first_root_node()


def assert_measured(file: Any, stored: bytes) -> None:
    assert file.file_size == len(stored)
    assert file.file_hash == hashlib.sha1(stored).hexdigest()


def photo(orientation: int = 6) -> bytes:
    return files.picture_bytes("JPEG", (600, 400), exif=files.exif(orientation))


def test_a_stored_picture_and_its_sizes_hold_no_place(root: Collection) -> None:
    image = add_picture(files.picture_file("photo.jpg", photo()), title="A photo", collection=root)
    image.refresh_from_db()
    assert (image.width, image.height) == (400, 600)
    with image.file.open() as stored:
        data = stored.read()
    assert_measured(image, data)
    assert files.CAMERA.encode() not in data
    for spec in ("width-200", "width-200|format-jpeg", "original"):
        rendition = image.get_rendition(spec)
        with rendition.file.open() as stored:
            assert not Pillow.open(stored).getexif()
        assert rendition.height > rendition.width


def test_a_picture_that_is_saved_without_the_service_is_stripped_too(root: Collection) -> None:
    image = Image(title="A photo", file=files.picture_file("photo.jpg", photo()), collection=root)
    image.save()
    with image.file.open() as stored:
        data = stored.read()
    assert files.CAMERA.encode() not in data
    assert_measured(image, data)
    assert (image.width, image.height) == (400, 600)
    before = image.file.name
    image.title = "Another title"
    image.save()
    assert image.file.name == before


def test_the_model_refuses_a_picture_that_ends_too_early(root: Collection) -> None:
    image = Image(title="Cut", file=files.picture_file("photo.jpg", photo()[:-2000]), collection=root)
    with pytest.raises(ValidationError):
        image.save()
    assert not Image.objects.exists()


def image_form(root: Collection, name: str, content: bytes, user: Any, instance: Image | None = None) -> Any:
    data = {"title": "A photo", "collection": root.pk, "tags": ""}
    return get_image_form(Image)(data, {"file": files.upload(name, content)}, instance=instance, user=user)


def test_wagtails_form_measures_what_is_kept(root: Collection, administrator: Any) -> None:
    form = image_form(root, "photo.jpg", photo(), administrator)
    assert form.is_valid(), form.errors
    image = form.save()
    image.refresh_from_db()
    with image.file.open() as stored:
        data = stored.read()
    assert_measured(image, data)
    assert files.CAMERA.encode() not in data
    assert (image.width, image.height) == (400, 600)


def test_a_new_file_in_wagtails_form_is_another_picture(root: Collection, administrator: Any) -> None:
    """A stored file keeps its bytes: pages that show it, and editors who looked at it, are not deceived."""
    image = add_picture(
        files.picture_file("photo.jpg", photo()), title="A photo", collection=root, people="agreed", focal_point_x=5
    )
    image.get_rendition("width-200")
    form = image_form(root, "other.png", files.picture_bytes("PNG"), administrator, Image.objects.get(pk=image.pk))
    assert form.is_valid(), form.errors
    other = form.save()
    assert other.pk != image.pk
    assert other.file.name.endswith("other.png")
    assert (other.width, other.height, other.uploaded_by_user) == (40, 20, administrator)
    assert (other.people, other.focal_point_x) == ("", None), "what was said of one picture is not said of another"
    image.refresh_from_db()
    assert (image.width, image.height, image.people) == (400, 600, "agreed")
    assert image.file.storage.exists(image.file.name)
    assert image.renditions.exists()


def test_a_new_file_in_wagtails_form_is_another_document(root: Collection, administrator: Any) -> None:
    document = Document.objects.create(
        title="Report", file=ContentFile(files.pdf_bytes(2), name="report.pdf"), collection=root
    )
    data = {"title": "Report", "collection": root.pk, "tags": ""}
    upload = files.upload("new.pdf", files.pdf_bytes(3))
    form = get_document_form(Document)(data, {"file": upload}, instance=document, user=administrator)
    assert form.is_valid(), form.errors
    other = form.save()
    assert (other.pk != document.pk, other.pages) == (True, 3)
    kept = Document.objects.get(pk=document.pk)
    assert (kept.pages, kept.file.storage.exists(kept.file.name)) == (2, True)


@pytest.mark.parametrize("door", ["image", "document"])
def test_wagtails_editor_replaces_no_file(door: str, client: Client, root: Collection, administrator: Any) -> None:
    sign_in(client, administrator)
    if door == "image":
        stored: Any = add_picture(files.picture_file("photo.jpg", photo()), title="A photo", collection=root)
        new, address = files.upload("new.png", files.picture_bytes("PNG")), f"/admin/images/{stored.pk}/"
    else:
        content = ContentFile(files.pdf_bytes(2), name="report.pdf")
        stored = Document.objects.create(title="A report", file=content, collection=root)
        new, address = files.upload("new.pdf", files.pdf_bytes(3)), f"/admin/documents/edit/{stored.pk}/"
    focal = {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
    data = {"title": "Replaced", "collection": root.pk, "tags": "", "description": "", "credit": "", "people": ""}
    assert client.post(address, data | focal | {"file": new}).status_code == 302
    kept = type(stored).objects.get(pk=stored.pk)
    assert (kept.file.name, kept.file_hash, kept.title) == (stored.file.name, stored.file_hash, stored.title)
    assert kept.file.storage.exists(kept.file.name)
    assert type(stored).objects.get(title="Replaced").file_hash != stored.file_hash


@pytest.mark.parametrize("model", [Image, Document])
@pytest.mark.parametrize("how", ["new file", "another stored file"])
def test_no_code_gives_a_stored_file_other_bytes(model: Any, how: str, root: Collection) -> None:
    def content(name: str) -> Any:
        if model is Image:
            return files.picture_file(f"{name}.png", files.picture_bytes("PNG", (len(name), 20)))
        return ContentFile(files.pdf_bytes(len(name)), name=f"{name}.pdf")

    first, second = (model.objects.create(title="File", file=content(name), collection=root) for name in ("a", "bb"))
    first.file = content("ccc") if how == "new file" else second.file
    with pytest.raises(ValidationError, match="cannot be changed"):
        first.save()
    with pytest.raises(ValidationError, match="cannot be changed"):
        first.full_clean()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("page.png", b"<html></html>", id="html"),
        pytest.param("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param("bomb.png", files.bomb(10_000, 6_000), id="bomb"),
        pytest.param("cut.jpg", photo()[:-2000], id="cut"),
        pytest.param("moving.webp", files.moving_picture("WEBP"), id="moving"),
    ],
)
def test_wagtails_form_says_what_is_wrong(root: Collection, administrator: Any, name: str, content: bytes) -> None:
    form = image_form(root, name, content, administrator)
    assert not form.is_valid()
    assert list(form.errors) == ["file"]
    assert form["title"].value() == "A photo"


def test_nothing_comes_into_the_storage_with_its_metadata(root: Collection) -> None:
    image = Image(title="By the back door", collection=root)
    image.file.save("photo.jpg", files.picture_file("photo.jpg", photo()), save=False)
    with image.file.open() as stored:
        assert files.CAMERA.encode() not in stored.read()


def test_an_upload_that_waits_for_its_form_is_bare(root: Collection, administrator: Any) -> None:
    waiting = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Image),
        file=files.upload("photo.jpg", photo()),
        uploaded_by_user=administrator,
    )
    with waiting.file.open() as stored:
        assert files.CAMERA.encode() not in stored.read()


def test_wagtails_uploader_tells_what_is_wrong(client: Client, administrator: Any) -> None:
    sign_in(client, administrator)
    cut = files.upload("cut.jpg", photo()[:-2000])
    answer = client.post("/admin/images/multiple/add/", {"title": "Cut", "collection": 1, "files[]": cut})
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert "damaged" in answer.json()["error_message"]


# Documents


def document(root: Collection, name: str, content: bytes) -> Document:
    return Document.objects.create(title="A report", file=ContentFile(content, name=name), collection=root)


def test_pages_of_a_pdf_are_counted(root: Collection) -> None:
    stored = document(root, "Report 2026.PDF", files.pdf_bytes(7))
    assert stored.pages == 7
    assert stored.filename == "report-2026.pdf"
    assert_measured(stored, files.pdf_bytes(7))
    assert stored.download_name == "A report.pdf"


def test_a_pdf_that_cannot_be_read_has_no_page_count(root: Collection) -> None:
    assert document(root, "broken.pdf", b"%PDF-1.7\n" + b"nothing of a document " * 40).pages is None


def test_a_khmer_file_name_is_not_mangled(root: Collection) -> None:
    name = document(root, "របាយការណ៍.pdf", files.pdf_bytes()).filename
    assert name.isascii()
    assert name.endswith(".pdf")


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt", "ods", "odp"])
def test_office_documents_are_known_by_what_is_in_them(root: Collection, extension: str) -> None:
    assert document(root, f"a.{extension}", files.office_bytes(extension)).pages is None
    with pytest.raises(ValidationError):
        document(root, f"a.{extension}", files.zip_bytes({"evil.exe": "MZ"}))
    with pytest.raises(ValidationError):
        document(root, f"a.{extension}", files.office_bytes(extension)[:-30])


def test_text_is_taken_in_every_writing(root: Collection) -> None:
    for content in ("ឈ្មោះ,ចំនួន\n".encode(), "name,number\n".encode("utf-16"), "caf\xe9".encode("latin-1")):
        document(root, "table.csv", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("report.pdf", b"<html><script>alert(1)</script></html>", id="html-as-pdf"),
        pytest.param("report.pdf", b"", id="empty"),
        pytest.param("report.docx", files.pdf_bytes(), id="pdf-as-docx"),
        pytest.param("report.odt", files.office_bytes("ods"), id="ods-as-odt"),
        pytest.param("notes.txt", b"MZ\x90\0\x03\0\0\0", id="program-as-text"),
        pytest.param("tool.exe", b"MZ\x90\0", id="program"),
        pytest.param("page.html", b"<html></html>", id="html"),
    ],
)
def test_a_document_that_lies_is_refused(root: Collection, administrator: Any, name: str, content: bytes) -> None:
    with pytest.raises(ValidationError):
        document(root, name, content)
    data = {"title": "A report", "collection": root.pk, "tags": ""}
    form = get_document_form(Document)(data, {"file": files.upload(name, content)}, user=administrator)
    assert not form.is_valid()
    assert list(form.errors) == ["file"]


def test_wagtails_document_form_counts_pages(root: Collection, administrator: Any) -> None:
    data = {"title": "A report", "collection": root.pk, "tags": ""}
    upload = files.upload("report.pdf", files.pdf_bytes(3))
    form = get_document_form(Document)(data, {"file": upload}, user=administrator)
    assert form.is_valid(), form.errors
    stored = form.save()
    stored.refresh_from_db()
    assert stored.pages == 3
    assert_measured(stored, files.pdf_bytes(3))


def test_a_bare_picture_is_stored_as_it_is(root: Collection) -> None:
    bare = without_metadata(files.picture_file())
    content = bare.read()
    image = add_picture(bare, title="Bare", collection=root)
    with image.file.open() as stored:
        assert stored.read() == content


def test_the_hint_of_an_upload_is_in_the_readers_language():
    hint = PictureField().help_text
    with translation.override("km"):
        assert "JPEG" in str(hint)
        assert "at most" not in str(hint)
    with translation.override("en"):
        assert "at most" in str(hint)
