"""Files for tests: pictures with what cameras write into them, documents, and files that lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

CAMERA = "Neary Test Camera"
GPS = 0x8825


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x010F] = CAMERA
    data[0x0112] = orientation
    data[0x0132] = "2026:03:08 07:30:00"
    data.get_ifd(GPS).update({1: "N", 2: (11.0, 33.0, 1.5), 3: "E", 4: (104.0, 55.0, 2.5)})
    return data


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    picture.convert(mode).save(target, kind, **options)
    return target.getvalue()


def picture_file(name: str = "photo.jpg", content: bytes | None = None) -> ImageFile:
    return ImageFile(io.BytesIO(content if content is not None else picture_bytes()), name=name)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """An sRGB profile in which red and blue have changed places, so that ignoring it shows."""
    profile = srgb_profile()
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def moving_picture(kind: str) -> bytes:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:])
    return target.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be as large as told."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf_bytes(pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(100, 100)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def text_pdf(*lines: str) -> bytes:
    """A PDF of one page with lines in a font of Windows' code page."""
    shown = "".join(f"<{line.encode('cp1252').hex()}> Tj T* " for line in lines)
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    names = {NameObject(name): NameObject(value) for name, value in font.items()}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(names)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 14 TL 20 760 Td {shown}ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def encrypted_pdf(user: str, owner: str = "owner") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt(user, owner, algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def acting_pdf(**entries: str) -> bytes:
    """A PDF with more in its catalog (`OpenAction="<< /S /Launch >>"`), written as it stands."""
    extra = " ".join(f"/{name} {value}" for name, value in entries.items())
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        "<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        "/Launch",
    ]
    content, places = b"%PDF-1.7\n", []
    for number, entry in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{entry}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return content + f"{end}startxref\n{len(content)}\n%%EOF\n".encode()


def zip_bytes(members: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def office_bytes(extension: str) -> bytes:
    member = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    if extension in member:
        return zip_bytes({"[Content_Types].xml": "<Types/>", member[extension]: "<x/>"})
    kind = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[extension]
    return zip_bytes({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})
