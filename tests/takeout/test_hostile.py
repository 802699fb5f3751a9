"""Damaged and hostile archives are refused before anything is written."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from typing import Any

import pytest

from takeout.restoring.errors import ArchiveError
from takeout.restoring.whole_archive import restore_takeout
from tests.assets.files import bomb
from tests.takeout.archives import edit, files_below, page_named, parts_of, rewrite, stored_rows, write

CHANGES: dict[str, Any] = {}
RAW: dict[str, Any] = {}


def change(function):
    """A change of the archive's parts, whose hashes are then right again."""
    CHANGES[function.__name__] = function
    return function


def raw(function):
    """A change of the file itself."""
    RAW[function.__name__] = function
    return function


def of_article(change_content):
    def apply(parts):
        edit(parts, page_named(parts, "Silk"), lambda page: change_content(page["content"]["fields"]))

    return apply


def of_page(wanted, **said):
    return lambda parts: edit(parts, page_named(parts, wanted), lambda page: page.update(said))


def of_manifest(**said):
    return lambda parts: edit(parts, "manifest.json", lambda manifest: manifest.update(said))


def of_file(number=0, **said):
    return lambda parts: edit(parts, "manifest.json", lambda manifest: manifest["files"][number].update(said))


def of_organization(**said):
    return lambda parts: edit(parts, "manifest.json", lambda manifest: manifest["organization"].update(said))


def paragraph(markup):
    return of_article(lambda fields: fields["body"][0].update(value=markup))


def deep():
    return json.dumps({}).replace("{}", '{"a":' * 3000 + "1" + "}" * 3000).encode()


CHANGES |= {
    "another format": of_manifest(format="wordpress"),
    "a newer version": of_manifest(version=2),
    "no organization": of_manifest(organization=None),
    "an organization with a member": of_organization(members=["sokha@example.org"]),
    "an organization without a name": of_organization(name_en=" "),
    "a colour with a style": of_organization(colour="red;x:u"),
    "a logo that is not there": of_organization(logo=99),
    "an unknown kind of page": of_page("Silk", model="accounts.User"),
    "a page without its own kind": of_page("Silk", model="orgs.OrgContentPage"),
    "an unknown language": of_page("Silk", language="fr"),
    "a list for a language": of_page("Silk", language=["en"]),
    "a list for a choice": lambda parts: edit(
        parts, page_named(parts, "Fair"), lambda page: page["content"]["fields"].update(kind=["training"])
    ),
    "a list for a choice in a block": of_article(
        lambda fields: fields["body"][0].update(type="heading", value={"text": "x", "level": ["h2"]})
    ),
    "a page with an owner": of_page("Silk", owner=1),
    "a page with another's number": of_page("Silk", number=1),
    "a date that is none": of_page("Silk", first_published_at="yesterday"),
    "a year out of bounds": of_page("Silk", first_published_at="0001-01-01T00:00:00Z"),
    "a slug with a path": of_page("Silk", slug="../../etc"),
    "an unknown block": of_article(lambda fields: fields["body"][0].update(type="raw_html")),
    "a list for a text": of_article(lambda fields: fields.update(summary=["x"])),
    "a text for a stream": of_article(lambda fields: fields.update(body="<p>x</p>")),
    "a field that no article has": of_article(lambda fields: fields.update(locked=True)),
    "a text that is too long": of_article(lambda fields: fields.update(summary="x" * 301)),
    "a zero character": of_article(lambda fields: fields.update(summary="a\0b")),
    "an id of this portal": of_article(lambda fields: fields.update(image=1)),
    "a document for a picture": of_article(lambda fields: fields.update(image={"document": 2})),
    "a file that is not there": of_article(lambda fields: fields.update(image={"image": 77})),
    "a script": paragraph("<p>x</p><script>alert(1)</script>"),
    "a handler": paragraph('<p onclick="alert(1)">x</p>'),
    "a link that runs": paragraph('<p><a href="javascript:alert(1)">x</a></p>'),
    "an embedded frame": paragraph('<embed embedtype="media" url="https://example.org"/>'),
    "a link to a page that is not there": paragraph('<p><a linktype="page" id="4711">x</a></p>'),
    "markup nested too deeply": paragraph("<b>" * 100 + "x" + "</b>" * 100),
    "deep JSON": lambda parts: parts.update({page_named(parts, "Silk"): deep()}),
    "JSON with a number that is none": lambda parts: parts.update({page_named(parts, "Silk"): b'{"number": NaN}'}),
    "JSON with a doubled name": lambda parts: parts.update({page_named(parts, "Silk"): b'{"a": 1, "a": 2}'}),
    "an offline page with a script": lambda parts: parts.update({"pages/00001.html": b"<p><script src='x'></script>"}),
    "a part that leads out": lambda parts: parts.update({"../../evil.json": b"{}"}),
    "a part below the root": lambda parts: parts.update({"/etc/passwd": b"x"}),
    "a program among the files": lambda parts: parts.update({f"files/{'0' * 64}.sh": b"#!/bin/sh"}),
    "a file without its list": lambda parts: parts.update({f"files/{'0' * 64}.txt": b"x"}),
    "a page too many": lambda parts: parts.update({"pages/00099.json": parts[page_named(parts, "Silk")]}),
    "a file with an unknown answer": of_file(people="maybe"),
    "a file with an unknown kind": of_file(kind="video"),
    "a file by another path": of_file(path="manifest.json"),
    "a file with a path for a name": of_file(name="../evil.jpg"),
    "a page that is too large": lambda parts: parts.update({"pages/00001.html": b"x" * (2 * 1024 * 1024 + 1)}),
}


@change
def a_picture_that_is_a_bomb(parts):
    replace_file(parts, ".jpg", bomb(60_000, 60_000), ".png")


@change
def a_picture_that_is_a_page(parts):
    replace_file(parts, ".jpg", b"<html><script>alert(1)</script></html>", ".jpg")


@change
def a_document_that_is_a_program(parts):
    replace_file(parts, ".pdf", b"MZ" + b"\0" * 500, ".pdf")


@change
def an_event_that_has_one_kind_of_guests_twice(parts):
    row = {"kind": "ngo", "women": 1, "men": 1, "another": 0, "not_said": 0}
    rows = {"participants": [row, row | {"women": 2}]}
    edit(parts, page_named(parts, "Fair"), lambda page: page["content"].update(rows=rows))


def replace_file(parts, extension, content, new_extension):
    """Put another file in the place of one, under its own right hash."""
    import hashlib

    old = next(name for name in parts if name.startswith("files/") and name.endswith(extension))
    parts.pop(old)
    new = f"files/{hashlib.sha256(content).hexdigest()}{new_extension}"
    parts[new] = content

    def rename(manifest):
        for file in manifest["files"]:
            file["path"] = new if file["path"] == old else file["path"]

    edit(parts, "manifest.json", rename)


@raw
def an_empty_file(path):
    path.write_bytes(b"")


@raw
def no_archive(path):
    path.write_bytes(b"GIF89a" + b"x" * 500)


@raw
def an_archive_that_was_cut_off(path):
    path.write_bytes(path.read_bytes()[:-400])


@raw
def a_byte_that_fell_over(path):
    content = bytearray(path.read_bytes())
    content[content.find(b"\xff\xd8\xff") + 60] ^= 0xFF
    path.write_bytes(bytes(content))


@raw
def a_page_that_was_changed_behind_its_hash(path):
    rewrite(path, of_page("Silk", title="Other"), with_hashes=False)


@raw
def no_manifest(path):
    parts = parts_of(path)
    parts.pop("manifest.json")
    write(path, parts)


@raw
def a_name_that_stands_twice(path):
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("index.html", "<p>Other")


@raw
def a_link_in_the_file_system(path):
    parts = parts_of(path)
    name = next(name for name in parts if name.startswith("files/"))
    content = parts.pop(name)
    write(path, parts)
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, content)


@raw
def a_bomb_of_zeros(path):
    parts = parts_of(path)
    write(path, parts | {"manifest.json": b" " * (33 * 1024 * 1024) + parts["manifest.json"]})


@raw
def parts_that_lie_about_their_size(path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 50_000_000)
        archive.infolist()[0].file_size = 10
    path.write_bytes(target.getvalue())


@raw
def a_directory_of_a_million_parts(path):
    content = bytearray(path.read_bytes())
    content[-12:-10] = b"\xff\xff"
    path.write_bytes(bytes(content))


def refused(path, tmp_path):
    before = stored_rows(), files_below(tmp_path)
    with pytest.raises(ArchiveError):
        restore_takeout(path, "silk-two")
    assert (stored_rows(), files_below(tmp_path)) == before


def test_archives_that_were_made_to_harm_are_refused(archive, tmp_path, subtests):
    whole = archive.read_bytes()
    assert len(CHANGES) + len(RAW) >= 50
    for name, function in CHANGES.items():
        with subtests.test(name):
            archive.write_bytes(whole)
            refused(rewrite(archive, function), tmp_path)


def test_damaged_files_are_refused(archive, tmp_path, subtests):
    whole = archive.read_bytes()
    for name, function in RAW.items():
        with subtests.test(name):
            archive.write_bytes(whole)
            function(archive)
            refused(archive, tmp_path)


def test_the_archive_itself_is_taken(archive):
    """Without this the tests above could pass for any reason."""
    rewrite(archive, lambda parts: None)
    assert restore_takeout(archive, "silk-two").pages == 6
