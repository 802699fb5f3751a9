"""Files that are small and cost much, and files without end."""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.services.attack.attacked import Attacked
from tests.services.attack.attacker import photo
from tests.services.flow.public import ORGANIZATION
from tests.services.flow.visitor import Answer, Visitor

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

AT_ONCE = 3  # seconds
FILES = "SELECT (SELECT count(*) FROM assets_image) + (SELECT count(*) FROM assets_document)"
ROOM = 5_000 * 1024 * 1024
OWN = f"(SELECT collection_id FROM orgs_organization WHERE slug = '{ORGANIZATION}')"


def encoded(kind: str, size: tuple[int, int], **options: object) -> bytes:
    target = BytesIO()
    Image.new("L", size).save(target, kind, **options)
    return target.getvalue()


def segments() -> bytes:
    small = encoded("JPEG", (40, 20))
    return small[:2] + b"\xff\xfe\0\2" * 2_000_000 + small[2:]


def scans() -> bytes:
    slow = encoded("JPEG", (4_000, 4_000), progressive=True)
    last = slow[slow.rindex(b"\xff\xda") : -2]
    return slow[:-2] + last * 3_000 + slow[-2:]


def chunks() -> bytes:
    small = encoded("PNG", (40, 20))
    one = struct.pack(">I", 0) + b"teSt" + struct.pack(">I", zlib.crc32(b"teSt"))
    return small[:33] + one * 700_000 + small[33:]


PICTURES = {
    "50 megapixels": lambda: encoded("PNG", (10_000, 5_000)),
    "a progressive photo of 50": lambda: encoded("JPEG", (10_000, 5_000), progressive=True),
    "segments": segments,
    "scans": scans,
    "chunks": chunks,
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_small_picture_that_costs_much_is_refused_at_once_by_every_door(name: str, attacked: Attacked) -> None:
    content, before = PICTURES[name](), attacked.one(FILES)
    short = attacked.officer.get("/workspace/post/")
    full = attacked.officer.get("/admin/images/add/")
    said = {"text": "Looms.", "language": "en", "action": "draft"}
    answers = [
        attacked.officer.send(short, "text", {"file": content}, **said),
        attacked.officer.send(full, "title", {"file": content}, title="Looms"),
    ]
    for answer in answers:
        assert answer.status == 200
        assert answer.took < AT_ONCE
        assert "This picture is too large" in answer.text or "This picture has too many parts" in answer.text
    assert "Looms." in answers[0].text
    assert attacked.one(FILES) == before


def test_a_photo_of_100_megapixels_is_taken(attacked: Attacked) -> None:
    attacked.distrust()
    answer = attacked.post("draft", encoded("JPEG", (10_000, 10_000)))
    assert answer.status == 200
    width, height = attacked.portal.query("SELECT width, height FROM assets_image ORDER BY id DESC LIMIT 1")[0]
    assert 1_000 < width == height < 5_000


def add_document(attacked: Attacked, name: str, content: bytes) -> Answer:
    page = attacked.officer.get("/admin/documents/add/")
    return attacked.officer.send(page, "title", {"file": (name, content)}, title="Report")


def test_a_document_of_very_many_members_is_refused_at_once(attacked: Attacked) -> None:
    target, before = BytesIO(), attacked.one(FILES)
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        for number in range(30_000):
            archive.writestr(f"{number:x}", b"")
    answer = add_document(attacked, "report.docx", target.getvalue())
    assert (answer.status, attacked.one(FILES)) == (200, before)
    assert answer.took < AT_ONCE
    assert "too many parts" in answer.text


def leave_room(attacked: Attacked, room: int) -> list[tuple[int, int]]:
    """Let the organization's pictures take all of its room but so many bytes; return their ids and true sizes."""
    true = attacked.portal.query(f"SELECT id, file_size FROM assets_image WHERE collection_id = {OWN} ORDER BY id")
    papers = attacked.one(f"SELECT coalesce(sum(file_size), 0) FROM assets_document WHERE collection_id = {OWN}")
    pictures = sum(size for _number, size in true)
    for number, size in true[:3]:
        share = (ROOM - room - papers - pictures) // 3
        attacked.portal.execute(f"UPDATE assets_image SET file_size = {size + share} WHERE id = {number}")
    return true


def restore(attacked: Attacked, true: list[tuple[int, int]]) -> None:
    for number, size in true:
        attacked.portal.execute(f"UPDATE assets_image SET file_size = {size} WHERE id = {number}")


def test_what_is_full_takes_no_file_more_and_keeps_the_words(attacked: Attacked) -> None:
    attacked.distrust()
    for _ in range(3):
        attacked.post("draft", photo("teal"))
    true = leave_room(attacked, 100)
    try:
        before = attacked.one(FILES)
        answer = attacked.post("draft", photo("teal"), text="Eight looms came to Bati.")
        assert "no space for another file" in answer.text
        assert "Eight looms came to Bati." in answer.text
        assert "no space for another file" in add_document(attacked, "report.pdf", b"%PDF-1.7\n" * 20).text
        page = attacked.officer.get("/admin/images/add/")
        attacked.officer.send(page, "title", {"file": photo("teal")}, title="Looms")
        assert attacked.one(FILES) == before
        assert "Your file space is" in attacked.officer.get("/workspace/").text
        assert Visitor(attacked.url).get("/en/").status == 200
    finally:
        restore(attacked, true)
    assert "no room" not in attacked.post("draft", photo("teal")).text


def test_at_one_moment_only_as_many_come_in_as_find_room(attacked: Attacked) -> None:
    attacked.distrust()
    attacked.post("draft", photo("teal"))
    size = attacked.one("SELECT file_size FROM assets_image ORDER BY id DESC LIMIT 1")
    true = leave_room(attacked, 2 * size + size // 2)
    try:
        before = attacked.one(FILES)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _number: attacked.post("draft", photo("teal")), range(8)))
        assert [answer.status for answer in answers] == [200] * 8
        assert attacked.one(FILES) == before + 2
    finally:
        restore(attacked, true)
