"""A file that would cost much time or memory is refused before it is taken apart, whatever its kind."""

from __future__ import annotations

import io
import re
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageFile
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection

from assets.kinds import parts
from assets.kinds.active_content import active_content
from assets.models import Document
from assets.pictures import decoding, metadata
from assets.pictures.metadata import without_metadata
from assets.previews.contents import words_of
from assets.services import add_picture
from tests.assets import files
from tests.structure.repository import files as repository_files
from tests.structure.repository import is_in_package
from tools.packages import REPOSITORY

PROGRESSIVE = {"progressive": True}


@pytest.fixture
def small_limits(settings: Any) -> None:
    """Pictures of 40 x 20 are as large as is kept, those of 80 x 40 as large as JPEG may be."""
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS, settings.WAGTAILIMAGES_MAX_JPEG_PIXELS = 800, 3_200


def refusal_of(content: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        without_metadata(files.picture_file("photo.png", content))
    assert "%" not in refusal.value.messages[0]
    return str(refusal.value.code)


def test_pictures_have_24_million_pixels_and_jpeg_108() -> None:
    """Cameras count in whole millions: one of "24" has up to 24.9."""
    assert configured.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000 == 24
    assert configured.WAGTAILIMAGES_MAX_JPEG_PIXELS // 1_000_000 == 108
    assert configured.WAGTAILIMAGES_MAX_IMAGE_PIXELS > 6_024 * 4_024
    assert configured.WAGTAILIMAGES_MAX_JPEG_PIXELS > 12_000 * 9_000


@pytest.mark.parametrize(
    ("kind", "options"), [("JPEG", PROGRESSIVE), ("PNG", {}), ("WEBP", {}), ("HEIF", {}), ("AVIF", {})]
)
@pytest.mark.usefixtures("small_limits")
def test_too_many_pixels_are_refused_before_one_is_decoded(
    kind: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, larger = (files.picture_bytes(kind, size, **options) for size in ((40, 20), (41, 20)))
    assert without_metadata(files.picture_file("photo", kept)).width == 40
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda picture: pytest.fail("It was decoded."))
    assert refusal_of(larger) == "too_many_pixels"


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", ["JPEG", "MPO"])
@pytest.mark.usefixtures("small_limits")
def test_a_jpeg_of_many_pixels_becomes_smaller_and_one_of_too_many_is_refused(mode: str, kind: str) -> None:
    picture = without_metadata(files.picture_file("photo.jpg", files.picture_bytes(kind, (80, 40), mode)))
    assert (picture.width, picture.height) == (40, 20)
    assert refusal_of(files.picture_bytes(kind, (81, 40), mode)) == "too_many_pixels"
    turned = files.picture_bytes(kind, (80, 40), mode, exif=files.exif(6))
    assert without_metadata(files.picture_file("photo.jpg", turned)).width == 20


def test_only_a_jpeg_of_one_pass_is_sequential() -> None:
    """Of all others a decoder keeps every sample, however small the copy is."""
    plain = files.picture_bytes("JPEG")
    scan, frame = plain.index(b"\xff\xda"), plain.index(b"\xff\xc0")
    header = plain[frame : frame + 2 + struct.unpack(">H", plain[frame + 2 : frame + 4])[0]]
    assert parts.is_sequential_jpeg(plain)
    assert parts.is_sequential_jpeg(files.picture_bytes("JPEG", exif=files.exif(), comment=b"Sokha"))
    others = {
        "progressive": files.picture_bytes("JPEG", progressive=True),
        "a scan of one colour": plain[: scan + 4] + b"\x01" + plain[scan + 5 :],
        "a second frame": plain[:scan] + header + plain[scan:],
        "no frame": plain.replace(header, b""),
        "something between": plain[:frame] + b"\0" + plain[frame:],
        "cut in a frame": plain[: frame + 6],
        "a png": files.picture_bytes("PNG"),
        "empty": b"",
    }
    assert [name for name, content in others.items() if parts.is_sequential_jpeg(content)] == []


def segment(marker: int, content: bytes = b"") -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def chunk(name: bytes) -> bytes:
    return struct.pack(">I", 0) + name + struct.pack(">I", zlib.crc32(name))


def crowded_pictures() -> dict[str, bytes]:
    jpeg, png = files.picture_bytes("JPEG"), files.picture_bytes("PNG")
    slow = files.picture_bytes("JPEG", progressive=True)
    scan = slow[slow.rindex(parts.START_OF_SCAN) : -2]
    return {
        "comments": jpeg[:2] + segment(0xFE) * 1_000 + jpeg[2:],
        "application segments": jpeg[:2] + segment(0xE5) * 1_000 + jpeg[2:],
        "filling bytes": jpeg[:2] + b"\xff" * 1_000 + jpeg[2:],
        "segments with something between": jpeg[:2] + segment(0xFE) + (b"\0" * 900 + segment(0xFE)) * 1_000 + jpeg[2:],
        "scans": slow[:-2] + scan * 100 + slow[-2:],
        "chunks before the pixels": png[:33] + chunk(b"teSt") * parts.MOST_PARTS + png[33:],
        "chunks of no pixels": png[:-12] + chunk(b"IDAT") * parts.MOST_PARTS + png[-12:],
        "chunks behind the pixels": png[:-12] + chunk(b"teSt") * parts.MOST_PARTS + png[-12:],
    }


def test_a_picture_of_very_many_parts_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = files.picture_bytes("JPEG", exif=files.exif(), comment=b"Sokha", progressive=True)
    assert without_metadata(files.picture_file("photo.jpg", taken)).width == 40
    monkeypatch.setattr(metadata.Pillow, "open", lambda *_args, **_options: pytest.fail("It was opened."))
    codes = {name: refusal_of(content) for name, content in crowded_pictures().items()}
    assert set(codes.values()) == {"too_many_parts"}, codes


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_large_pictures_are_packed_quickly(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best packing of 24 million pixels takes up to twenty seconds."""
    asked: list[dict[str, Any]] = []
    save = Pillow.Image.save
    monkeypatch.setattr(
        Pillow.Image, "save", lambda picture, *args, **options: asked.append(options) or save(picture, *args, **options)
    )
    content = {size: files.picture_bytes(kind, size) for size in ((40, 20), (41, 20))}
    monkeypatch.setattr(metadata, "MANY_PIXELS", 800)
    asked.clear()
    for picture in content.values():
        without_metadata(files.picture_file("photo", picture))
    assert asked == [metadata.ENCODING[kind], metadata.QUICK_ENCODING[kind]]


@pytest.fixture
def decoding_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Another thread decodes a picture; give what ends it."""
    monkeypatch.setattr(decoding, "LONGEST_WAIT", 0.02)
    begun, over = threading.Event(), threading.Event()

    def decode() -> None:
        with decoding.decoding():
            begun.set()
            over.wait(10)

    thread = threading.Thread(target=decode)
    thread.start()
    begun.wait(10)

    def end() -> None:
        over.set()
        thread.join(10)

    yield end
    end()


@pytest.mark.django_db
def test_one_picture_is_decoded_at_a_time_and_who_waits_too_long_is_told(decoding_elsewhere: Any, request: Any) -> None:
    assert refusal_of(files.picture_bytes("JPEG")) == "busy"
    decoding_elsewhere()
    image = add_picture(files.picture_file(), title="A photo", collection=Collection.get_first_root_node())
    assert image.get_rendition("width-20").width == 20
    with decoding.decoding():
        assert image.get_rendition("width-10").width == 10, "within itself it waits for nobody"
    request.getfixturevalue("monkeypatch").setattr(decoding, "_one_at_a_time", threading.Lock())
    decoding._one_at_a_time.acquire()
    with pytest.raises(SourceImageIOError):
        image.get_rendition("width-5")


def archive(members: int, *, extra: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("word/document.xml", "<x/>")
        for number in range(members):
            info = zipfile.ZipInfo(f"{number:x}")
            info.extra = extra
            file.writestr(info, b"")
    return target.getvalue()


def crowded_archives() -> dict[str, bytes]:
    many = archive(120)
    record = many.rindex(b"PK\x05\x06")
    return {
        "members": many,
        "a record that lies": many[: record + 8] + struct.pack("<HH", 1, 1) + many[record + 12 :],
        "a comment behind": many[: record + 20] + struct.pack("<H", 4) + b"more",
        "words beside names": archive(5, extra=b"\x99\x99\0\0" * 16_000),
    }


DOORS: dict[str, Callable[[io.BytesIO], Any]] = {
    "upload": lambda file: Document.refuse_unfit(file),  # type: ignore[arg-type]
    "active content": lambda file: active_content(file, "a.docx"),
    "preview": lambda file: words_of(file, "a.docx"),
}


@pytest.mark.parametrize("door", DOORS)
def test_an_archive_of_very_many_members_is_opened_nowhere(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_PARTS", 100)
    DOORS[door](files.upload("a.docx", archive(99)))  # type: ignore[arg-type]
    crowded = crowded_archives()
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_args, **_options: pytest.fail("It was opened."))
    for name, content in crowded.items():
        with pytest.raises((ValidationError, parts.TooManyPartsError)) as refusal:
            DOORS[door](files.upload("a.docx", content))  # type: ignore[arg-type]
        assert getattr(refusal.value, "code", "too_many_parts") == "too_many_parts", name


# Each has limits of its own, or reads nothing.
OPENERS = {
    "site/assets/kinds/parts.py": "uploads",
    "takeout/restoring/opening.py": "an organization's archive: read in pieces, the length of its directory limited",
    "takeout/making/writer.py": "writes only",
    "moving/making/files.py": "files of an old site, named on the server by whoever runs it: each is read to a limit",
}


def test_archives_are_opened_where_their_parts_are_limited() -> None:
    opened = re.compile(r"\bZipFile\(|\b(?:open|make)_?zip|shutil\.unpack_archive|tarfile")
    written = [path for path in repository_files() if path.suffix == ".py" and is_in_package(path)]
    found = {str(path.relative_to(REPOSITORY)) for path in written if opened.search(path.read_text())}
    assert found == set(OPENERS)
