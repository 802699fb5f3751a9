"""No stored picture keeps what its camera wrote, and what is no picture is refused in words."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from assets.metadata import BarePicture, without_metadata
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
