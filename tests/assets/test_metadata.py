"""No stored picture keeps what its camera wrote, and what is no picture is refused in words."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from assets.pictures.checks import TAKEN
from assets.pictures.metadata import BarePicture, without_metadata
from tests.assets import files


def stripped(content: bytes, name: str = "photo.jpg") -> tuple[bytes, Image.Image]:
    bare = without_metadata(files.picture_file(name, content))
    data = bare.read()
    return data, Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_device_and_day_are_gone(kind: str) -> None:
    content = files.picture_bytes(kind, exif=files.exif(), icc_profile=files.srgb_profile())
    assert files.CAMERA.encode() in content
    data, picture = stripped(content, f"photo.{kind.lower()}")
    assert picture.format == kind
    assert not picture.getexif()
    assert files.CAMERA.encode() not in data
    assert not {"exif", "icc_profile", "xmp"} & set(picture.info)


def test_words_and_comments_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Sokha of Battambang")
    data, _picture = stripped(files.picture_bytes("PNG", pnginfo=words), "photo.png")
    assert b"Sokha" not in data
    data, _picture = stripped(files.picture_bytes("JPEG", comment=b"Sokha of Battambang"))
    assert b"Sokha" not in data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_as_its_camera_was_held(kind: str) -> None:
    # Orientation 6: the camera was held upright; the left (red) half belongs on top.
    _data, picture = stripped(files.picture_bytes(kind, (40, 20), exif=files.exif(6)), f"a.{kind.lower()}")
    assert picture.size == (20, 40)
    red, _green, blue = picture.convert("RGB").getpixel((10, 4))
    assert red > 200
    assert blue < 60


def test_colours_are_those_that_the_profile_means() -> None:
    _data, picture = stripped(files.picture_bytes("PNG", icc_profile=files.swapped_profile()), "a.png")
    red, _green, blue = picture.getpixel((4, 10))
    assert blue > 200
    assert red < 60


def test_a_broken_profile_costs_only_itself() -> None:
    _data, picture = stripped(files.picture_bytes("JPEG", icc_profile=b"no profile at all"))
    assert picture.size == (40, 20)


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "L", "1", "I;16"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    source = Image.new(mode, (8, 8), 1 if mode == "1" else (65535 if mode == "I;16" else None) or 0)
    target = io.BytesIO()
    source.save(target, "PNG")
    _data, picture = stripped(target.getvalue(), "a.png")
    assert picture.mode in ("RGB", "RGBA", "L")
    if mode == "I;16":
        assert picture.getpixel((0, 0)) == 255


def test_transparency_stays() -> None:
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    for picture in (clear, clear.quantize()):
        target = io.BytesIO()
        picture.save(target, "PNG")
        _data, bare = stripped(target.getvalue(), "a.png")
        assert bare.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_print_shops_jpeg_becomes_rgb() -> None:
    _data, picture = stripped(files.picture_bytes("JPEG", mode="CMYK"))
    assert picture.mode == "RGB"


def test_the_name_tells_the_true_kind_and_nothing_else() -> None:
    assert without_metadata(files.picture_file("Women's day.PNG", files.picture_bytes())).name == "womens-day.jpg"
    khmer = without_metadata(files.picture_file("ទិវាសិទ្ធិនារី.jpg")).name
    assert khmer is not None
    assert khmer.isascii()
    assert khmer.endswith(".jpg")
    assert "/" not in without_metadata(files.picture_file("../../etc/passwd.jpg")).name  # type: ignore[operator]


def test_what_is_bare_is_not_packed_again() -> None:
    bare = without_metadata(files.picture_file())
    assert isinstance(bare, BarePicture)
    assert without_metadata(bare) is bare


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_what_phones_write_and_not_every_browser_shows_is_kept_as_what_all_show(kind: str) -> None:
    content = files.picture_bytes(kind, exif=files.exif(), icc_profile=files.srgb_profile())
    assert files.CAMERA.encode() in content
    for name in ("IMG_0001.HEIC", "photo.jpg", "photo"):
        data, picture = stripped(content, name)
        assert (picture.format, picture.size) == ("JPEG", (40, 20))
        assert not picture.getexif()
        assert files.CAMERA.encode() not in data
        red, _green, blue = picture.getpixel((4, 10))
        assert red > 200 > 60 > blue
    assert str(without_metadata(files.picture_file("IMG_0001.HEIC", content)).name) == "img_0001.jpg"


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_such_a_picture_is_turned_as_its_camera_was_held(kind: str) -> None:
    # As bytes, from which the encoder of HEIC takes the turn that phones write beside the EXIF data.
    content = files.picture_bytes(kind, (128, 64), exif=files.exif(6).tobytes())
    _data, picture = stripped(content, "a.heic")
    assert picture.size == (64, 128)
    red, _green, blue = picture.getpixel((32, 10))
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_transparency_stays_in_a_format_that_has_it(kind: str) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(target, kind)
    _data, picture = stripped(target.getvalue(), "a.heic")
    assert picture.format == "WEBP"
    assert picture.getpixel((0, 0))[3] == 0


def test_a_burst_of_a_phone_is_its_first_picture() -> None:
    _data, picture = stripped(files.moving_picture("HEIF"), "burst.heic")
    assert (picture.format, picture.size) == ("JPEG", (10, 10))


NAMED = [
    (files.picture_bytes("GIF", mode="P"), "GIF"),
    (files.picture_bytes("BMP"), "BMP"),
    (files.picture_bytes("TIFF"), "TIFF / RAW"),
    (files.picture_bytes("JPEG2000"), "JPEG 2000"),
    (files.picture_bytes("ICO"), "ICO"),
    (files.picture_bytes("PDF"), "PDF"),
    (files.office_bytes("docx"), "ZIP / Word"),
    (b"8BPS\0\1" + b"\0" * 30, "Photoshop (PSD)"),
    (b"\0\0\0\x18ftypcrx " + b"\0" * 30, "Canon RAW (CR3)"),
    (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 30, "Canon RAW (CR2)"),
    (b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0" * 30, "JPEG XL"),
    (b"\xff\x0a" + b"\0" * 30, "JPEG XL"),
    (b"\0\0\0\x20ftypisom" + b"\0" * 30, "video"),
    (b"\0\0\0\x14ftypqt  " + b"\0" * 30, "video"),
    (b"\x1aE\xdf\xa3" + b"\0" * 30, "video"),
    (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg xmlns='x'/>", "SVG"),
    (b"<!DOCTYPE html><p>", "HTML"),
    (files.picture_bytes("JPEG", (400, 400))[:-900], "JPEG"),
    (files.picture_bytes("PNG", (400, 400))[:-60], "PNG"),
    (files.picture_bytes("WEBP", (400, 400))[:60], "WebP"),
    (files.picture_bytes("HEIF", (400, 400))[:-200], "HEIC"),
    (files.picture_bytes("AVIF", (400, 400))[:-100], "AVIF"),
]


def test_a_refusal_names_the_kind_of_the_file() -> None:
    for content, kind in NAMED:
        with pytest.raises(ValidationError) as refusal:
            without_metadata(files.picture_file("photo.jpg", content))
        assert refusal.value.code == "no_picture"
        assert f" {kind} " in refusal.value.messages[0].replace(".", " "), (kind, refusal.value.messages)
        assert ("damaged" in refusal.value.messages[0]) == (kind in TAKEN)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"<html><script>alert(1)</script></html>", "no_picture", id="html"),
        pytest.param(SVG, "no_picture", id="svg"),
        pytest.param(b"", "no_picture", id="empty"),
        pytest.param(files.pdf_bytes(), "no_picture", id="pdf"),
        pytest.param(files.picture_bytes("TIFF"), "no_picture", id="tiff"),
        pytest.param(files.picture_bytes("JPEG", (400, 400))[:-900], "no_picture", id="cut-jpeg"),
        pytest.param(files.picture_bytes("PNG", (400, 400))[:-60], "no_picture", id="cut-png"),
        pytest.param(files.picture_bytes("WEBP", (400, 400))[:60], "no_picture", id="cut-webp"),
        pytest.param(files.bomb(10_000, 6_000), "too_many_pixels", id="bomb"),
        pytest.param(files.bomb(60_000, 60_000), "too_many_pixels", id="greater-bomb"),
        pytest.param(files.moving_picture("WEBP"), "animated", id="moving-webp"),
        pytest.param(files.moving_picture("AVIF"), "animated", id="moving-avif"),
        pytest.param(files.moving_picture("PNG"), "animated", id="moving-png"),
        pytest.param(files.moving_picture("GIF"), "no_picture", id="gif"),
        pytest.param(b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), "too_large", id="large"),
    ],
)
def test_what_is_no_fit_picture_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        without_metadata(files.picture_file("photo.png", content))
    assert refusal.value.code == code
    assert "%" not in refusal.value.messages[0]
