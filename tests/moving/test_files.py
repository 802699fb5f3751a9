"""Pictures and documents of an old site: from its files, or fetched from the site itself, and nothing else of it."""

from __future__ import annotations

import zipfile
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect

from assets.models import Document, Image
from blog.models import ArticlePage
from moving.making import files
from moving.making.files import SiteFiles
from moving.models import MoveIn
from tests.assets.files import CAMERA, exif, pdf_bytes
from tests.assets.files import picture_bytes as photograph_bytes
from tests.moving.old_sites import bring, item, picture_bytes, write_export
from tests.press.feed_server import Media, serving

pytestmark = pytest.mark.django_db

JPEG = {"Content-Type": "image/jpeg"}
SITE = "http://old.example"


def picture(name: str) -> str:
    return f'<p>Words.</p><img src="{name if "//" in name else f"{SITE}/{name}"}" alt="A loom in a village">'


def fetch_all(path, organization, person) -> Counter[str]:
    """Let a file move in with its pictures fetched; return what the report says."""
    call_command("move_in", path, organization=organization.slug, by=person.email, fetch_pictures=True)
    return Counter(MoveIn.objects.latest("pk").report["notes"])


def test_pictures_are_fetched_once_and_stored_without_their_metadata(tmp_path, organization, officer, monkeypatch):
    exported = write_export(
        tmp_path, item(1, picture("a.jpg")), item(2, picture("a.jpg?w=300")), item(3, picture("moved.jpg"))
    )
    photograph = photograph_bytes(exif=exif())
    replies = {
        "a.jpg": (200, JPEG, photograph),
        "a.jpg?w=300": (200, JPEG, photograph),
        "moved.jpg": (301, {"Location": "/b.jpg"}, b""),
        "b.jpg": (200, JPEG, picture_bytes("#224466")),
    }
    assert CAMERA.encode() in photograph
    with serving(monkeypatch, replies):
        notes = fetch_all(exported, organization, officer)
        asked = len(Media.asked)
        call_command("move_in", exported, organization=organization.slug, by=officer.email, fetch_pictures=True)
        assert len(Media.asked) == asked
    assert not notes["no-picture"] and Image.objects.filter(collection=organization.collection).count() == 2
    for image in Image.objects.filter(collection=organization.collection):
        assert CAMERA.encode() not in image.file.read() and image.people == "" and image.credit == "From the old site"
    shown = [page.body[-2].value["image"].pk for page in ArticlePage.objects.order_by("pk")]
    assert len(set(shown)) == 2 and shown[0] == shown[1]


BAD = {
    "page": (200, {"Content-Type": "text/html"}, b"<script>alert(1)</script>"),
    "svg": (200, {"Content-Type": "image/svg+xml"}, b"<svg onload='x()'/>"),
    "broken": (200, JPEG, picture_bytes()[:300]),
    "away": (404, {}, b""),
    "fault": (500, JPEG, picture_bytes()),
    "to-inside": (302, {"Location": "http://inside.example/"}, b""),
    "to-cloud": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
    "http://169.254.169.254/a.jpg": (0, {}, b""),
    "file:///etc/passwd": (0, {}, b""),
}


def test_what_is_no_picture_of_the_web_is_left_out_and_counted(tmp_path, organization, officer, monkeypatch):
    exported = write_export(tmp_path, *(item(number, picture(name)) for number, name in enumerate(BAD)))
    with serving(monkeypatch, BAD) as connections:
        notes = fetch_all(exported, organization, officer)
    assert notes["no-picture"] == len(BAD) and notes["unfit-picture"] == 3
    assert len(set(connections)) == 1 and not Image.objects.filter(collection=organization.collection).exists()
    # The pages come in without it, and show no picture of another site.
    assert ArticlePage.objects.count() == len(BAD)
    assert not any("<img" in str(page.body) for page in ArticlePage.objects.all())


def test_nothing_is_fetched_unasked_or_beyond_the_limits(tmp_path, organization, officer, monkeypatch):
    exported = write_export(tmp_path, *(item(number, picture(f"{number}.jpg")) for number in range(3)))
    with serving(monkeypatch, {"0.jpg": (200, JPEG, picture_bytes())}) as connections:
        bring(write_export(tmp_path, item(9, picture("0.jpg")), name="other.xml"), organization, officer)
        assert connections == []
        monkeypatch.setattr(files, "MOST_FETCHED", 2)
        notes = fetch_all(exported, organization, officer)
    assert len(connections) == 2 and notes["no-picture"] == 2


def test_pdf_files_that_a_text_links_to_come_from_the_files(tmp_path, organization, officer):
    folder = tmp_path / "uploads" / "2012"
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(pdf_bytes(2))
    (folder / "page.pdf").write_bytes(b"<html><script>x()</script></html>")
    link = '<p><a href="{}/wp-content/uploads/2012/{}">The paper</a></p>'
    texts = [link.format(SITE, name) for name in ("report.pdf", "report.pdf", "page.pdf", "gone.pdf")]
    bring(
        write_export(tmp_path, *(item(number, text) for number, text in enumerate(texts))),
        organization,
        officer,
        files=tmp_path / "uploads",
    )
    document = Document.objects.get(collection=organization.collection)
    assert document.title == "The paper" and document.file.read() == pdf_bytes(2)
    bodies = [page.body[0].value.source for page in ArticlePage.objects.order_by("pk")]
    inside = f'<a id="{document.pk}" linktype="document">The paper</a>'
    assert [inside in body for body in bodies] == [True, True, False, False]
    assert all(f'href="{SITE}/wp-content/uploads/2012/' in body for body in bodies[2:])


def test_a_zip_archive_of_the_uploads_is_read_in_memory(tmp_path, organization, officer):
    archive = tmp_path / "uploads.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("backup/wp-content/uploads/2012/loom.jpg", picture_bytes())
        zipped.writestr("../../outside.jpg", picture_bytes("#112233"))
        zipped.writestr("2012/bomb.jpg", bytes(files.LARGEST + 1))
    found = SiteFiles(archive)
    assert found.read(f"{SITE}/wp-content/uploads/2012/loom-300x200.jpg?w=9") == picture_bytes()
    assert found.read(f"{SITE}/2012/bomb.jpg") is None and found.read(f"{SITE}/2012/other.jpg") is None
    exported = write_export(tmp_path, item(1, picture("wp-content/uploads/2012/loom.jpg")))
    assert bring(exported, organization, officer, files=archive).report["notes"] == {}
    assert Image.objects.filter(collection=organization.collection).count() == 1
    assert not list(tmp_path.parent.rglob("outside*"))


def test_only_files_inside_the_folder_count_and_a_name_alone_must_be_the_only_one(tmp_path):
    folder, secret = tmp_path / "uploads", tmp_path / "secret.jpg"
    for part, name in (("2011", "same.jpg"), ("2012", "same.jpg"), ("2012", "one.jpg")):
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part / name).write_bytes(part.encode())
    secret.write_bytes(b"secret")
    (folder / "secret.jpg").symlink_to(secret)
    found = SiteFiles(folder)
    assert found.read(f"{SITE}/uploads/2012/same.jpg") == b"2012" and found.read(f"{SITE}/x/one.jpg") == b"2012"
    for address in ("x/same.jpg", "secret.jpg", "uploads/../../secret.jpg", "%2e%2e/secret.jpg"):
        assert found.read(f"{SITE}/{address}") is None
    with pytest.raises(files.UnreadableFileError):
        SiteFiles(tmp_path / "nowhere")


def test_old_addresses_of_a_table_lead_to_public_pages_alone(tmp_path, organization, client, capsys, make_page):
    draft, public = make_page("article", organization), make_page("article", organization, live=True)
    table = tmp_path / "table.csv"
    rows = [
        f"http://old.example.org/story.php?id=7,{public.full_url}",
        f"/story/8,{public.url}",
        f"/story/9,{draft.url}",
        "/story/10,https://elsewhere.example/en/x/",
        f"http://old.example.org/,{public.url}",
        "/story/11,javascript:alert(1)",
    ]
    table.write_text("\n".join(["old,new", *rows]), encoding="utf-8")
    call_command("move_in", "redirects", table)
    told = capsys.readouterr().out
    assert told.startswith("2 old addresses") and told.count("line ") == 4 and "line 4: /story/9" in told
    for old in ("/story.php?id=7", "/story/8"):
        response = client.get(old)
        assert (response.status_code, response.url) == (301, public.url)
    call_command("move_in", "redirects", table)
    assert capsys.readouterr().out.startswith("0 old addresses") and Redirect.objects.count() == 2
    for wrong in ("a,b\n", "old,new\n/x\n", 'old,new\n"/x'):
        table.write_text(wrong)
        with pytest.raises(CommandError, match="nothing was written"):
            call_command("move_in", "redirects", table)
    assert Redirect.objects.count() == 2 and client.get("/story/9").status_code == 404
