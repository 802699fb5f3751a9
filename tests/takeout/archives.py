"""Archives for tests: one of a small organization, and copies of it that were changed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assets.models import Document, Image
from assets.services import add_picture
from orgs.models import Organization
from takeout.making.whole_archive import write_takeout
from tests.assets.files import pdf_bytes, picture_file, upload
from tests.factories import make_page

Parts = dict[str, bytes]


def fill(organization: Organization, topic: Any, place: Any) -> dict[str, Any]:
    """Give an organization pages in both languages, a picture, a document, and links between them."""
    image = add_picture(picture_file(), title="Loom", collection=organization.collection, description="A loom")
    paper = Document(title="Report", file=upload("report.pdf", pdf_bytes()), collection=organization.collection)
    paper.save()
    told = {"topics": [topic], "places": [place]}
    update = make_page("update", organization, title="Threads", text="Threads <b>are</b> sold.", image=image)
    links = f'<p>See <a linktype="page" id="{update.pk}">this</a>, <a linktype="document" id="{paper.pk}">that</a>.</p>'
    body = [
        ("paragraph", links),
        ("picture", {"image": image, "alt_text": "A loom", "caption": ""}),
        ("document", {"document": paper, "title": ""}),
    ]
    article = make_page("article", organization, live=True, title="Silk", body=body, **told)
    khmer = make_page("article", organization, "km", title="សូត្រ", translation_key=article.translation_key, body=[])
    event = make_page("event", organization, title="Fair", findings="<p>Good.</p>", **told)
    article.title = "Silk, again"
    article.save_revision()
    return {"image": image, "paper": paper, "update": update, "article": article, "khmer": khmer, "event": event}


def archive_of(organization: Organization, path: Path) -> Path:
    """Write the organization's archive to a path."""
    with path.open("w+b") as out:
        write_takeout(organization, out)
    return path


def parts_of(path: Path) -> Parts:
    """Return the parts of an archive by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, change: Callable[[Parts], Any], *, with_hashes: bool = True) -> Path:
    """Change an archive as somebody would who knows the format: its hashes are right again."""
    parts = parts_of(path)
    change(parts)
    if with_hashes:
        manifest = json.loads(parts["manifest.json"])
        manifest["parts"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in parts.items()
            if name != "manifest.json"
        }
        parts["manifest.json"] = json.dumps(manifest).encode()
    write(path, parts)
    return path


def write(path: Path, parts: Parts) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(target.getvalue())


def page_named(parts: Parts, title: str) -> str:
    """Return the name of the part with the data of the page of this title."""
    data = {name: json.loads(parts[name]) for name in parts if name.startswith("pages/") and name.endswith(".json")}
    return next(name for name, page in data.items() if title == page["title"])


def edit(parts: Parts, name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change the JSON of one part."""
    data = json.loads(parts[name])
    change(data)
    parts[name] = json.dumps(data, ensure_ascii=False).encode()


def stored_rows() -> tuple[int, ...]:
    """Return what a refused restore must leave as it is."""
    from wagtail.models import Page, Revision

    return tuple(model._default_manager.count() for model in (Organization, Page, Revision, Image, Document))


def files_below(folder: Path) -> list[Path]:
    """Return all files that the portal has stored."""
    return sorted(path for path in (folder / "files").rglob("*") if path.is_file())
