"""An archive holds all of one organization, nothing of another, and no person; it opens without a network."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import tracemalloc
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from accounts.models import User
from assets.models import Document
from assets.services import add_picture
from takeout.making.whole_archive import write_takeout
from tests.assets.files import picture_file
from tests.factories import make_page
from tests.takeout.archives import page_named, parts_of


def manifest_of(parts):
    return json.loads(parts["manifest.json"])


def test_archive_has_pages_drafts_and_files_in_both_languages(archive, content):
    parts = parts_of(archive)
    manifest = manifest_of(parts)
    article = json.loads(parts[page_named(parts, "Silk")])
    assert (article["title"], article["state"], article["language"]) == ("Silk", "live", "en")
    assert article["draft"]["fields"]["title"] == "Silk, again"
    assert (article["content"]["topics"], article["content"]["places"]) == (["health"], ["takeo"])
    assert json.loads(parts[page_named(parts, "សូត្រ")])["key"] == article["key"]
    # Two homes, and the four pages.
    assert manifest["pages"] == 6
    assert {file["title"] for file in manifest["files"]} == {"Loom", "Report"}
    assert manifest["left_out"] == []


def test_files_lie_under_their_hash_and_the_manifest_has_every_part(archive):
    parts = parts_of(archive)
    said = manifest_of(parts)["parts"]
    assert said.keys() == parts.keys() - {"manifest.json"}
    for name, content in parts.items():
        if name != "manifest.json":
            assert said[name]["sha256"] == hashlib.sha256(content).hexdigest()
        if name.startswith("files/"):
            assert name[6:70] == hashlib.sha256(content).hexdigest()


def test_references_are_numbers_of_the_archive_and_no_ids(archive, content):
    parts = parts_of(archive)
    article = json.loads(parts[page_named(parts, "Silk")])
    update = json.loads(parts[page_named(parts, "Threads")])
    files = {file["title"]: file["number"] for file in manifest_of(parts)["files"]}
    text, picture, paper = (block["value"] for block in article["content"]["fields"]["body"])
    assert f'<a id="{update["number"]}" linktype="page">' in text
    assert f'<a id="{files["Report"]}" linktype="document">' in text
    assert picture["image"] == {"image": files["Loom"]}
    assert paper["document"] == {"document": files["Report"]}


def test_no_person_is_in_the_archive(organization, officer, archive):
    organization.email, organization.phone = "chief@example.org", "012 345 678"
    organization.save()
    everything = b"".join(parts_of(archive).values())
    for user in User.objects.all():
        assert user.email.encode() not in everything
    assert b"chief@example.org" not in everything and b"012 345 678" not in everything


def test_nothing_of_another_organization_is_in_the_archive(organization, other_organization, tmp_path):
    theirs = add_picture(picture_file(), title="Their secret picture", collection=other_organization.collection)
    page = make_page("update", other_organization, title="Their secret plan")
    link = f'<p>Look <a linktype="page" id="{page.pk}">here</a>.</p>'
    make_page("article", organization, title="Ours", image=theirs, body=[("paragraph", link)])
    target = BytesIO()
    summary = write_takeout(organization, target)
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    parts = parts_of(tmp_path / "a.zip")
    everything = b"".join(parts.values())
    assert b"secret" not in everything
    assert other_organization.name_en.encode() not in everything
    ours = json.loads(parts[page_named(parts, "Ours")])["content"]["fields"]
    assert ours["image"] is None and ours["body"][0]["value"] == "<p>Look <a>here</a>.</p>"
    assert {each.reason for each in summary.left_out} == {"foreign-file", "foreign-page"}


def test_pages_open_without_a_network(archive):
    parts = parts_of(archive)
    html = parts[page_named(parts, "Silk").replace(".json", ".html")].decode()
    targets = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert {target.removeprefix("../") for target in targets} <= parts.keys()
    assert len(targets) >= 5
    assert "<script" not in html and "//" not in html
    # Typed text is text: it is no markup.
    assert "Threads &lt;b&gt;are" in parts[page_named(parts, "Threads").replace(".json", ".html")].decode()
    assert "សូត្រ" in parts["index.html"].decode()


def test_a_khmer_page_is_shown_with_khmer_labels(organization, tmp_path, archive):
    parts = parts_of(archive)
    html = parts[page_named(parts, "សូត្រ").replace(".json", ".html")].decode()
    assert '<html lang="km">' in html and "All pages" not in html


def test_a_large_file_does_not_fill_the_memory(organization, tmp_path):
    paper = Document(title="Long", file=ContentFile(b"word " * 2_400_000, name="long.txt"))
    paper.collection = organization.collection
    paper.save()
    with (tmp_path / "out.zip").open("w+b") as out:
        tracemalloc.start()
        try:
            write_takeout(organization, out)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8_000_000


def test_command_writes_a_private_file_once(organization, content, tmp_path):
    path = tmp_path / "out.zip"
    call_command("takeout", organization.slug, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("takeout", organization.slug, path)
    assert path.read_bytes() == before
    with pytest.raises(CommandError, match="no organization"):
        call_command("takeout", "nobody", tmp_path / "other.zip")
    assert [each.name for each in tmp_path.glob("*.zip*")] == ["out.zip"]
