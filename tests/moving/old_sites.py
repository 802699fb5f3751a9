"""Old sites for tests: a WordPress export, an Atom file and a table, written here."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image as Pillow

from moving.making.batches import MoveInOrder, move_in
from moving.making.files import Fetching, SiteFiles
from moving.making.topics import mapping
from moving.models import MoveIn
from moving.reading.opening import open_site

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old site</title><link>http://old.example.org</link>
<language>en-US</language>
<wp:author><wp:author_login>srey</wp:author_login><wp:author_email>srey@old.example.org</wp:author_email>
<wp:author_display_name><![CDATA[Srey Leak]]></wp:author_display_name></wp:author>
"""
FEED = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
PICTURE_URL = "http://old.example.org/wp-content/uploads/2012/05/loom.jpg"


def item(number: int, content: str, *, title: str = "", more: str = "", **values: str) -> str:
    """Return an item of an export: a public post of May 2012, unless `values` say something else."""
    said = {
        "post_type": "post",
        "status": "publish",
        "post_date_gmt": f"2012-05-{number % 28 + 1:02} 02:00:00",
    } | values
    parts = "".join(f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in said.items())
    return (
        f"<item><title>{escape(title or f'Old post {number}')}</title><link>http://old.example.org/2012/p{number}/</link>"
        f"<dc:creator>srey</dc:creator><guid>http://old.example.org/?p={number}</guid><description></description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>{parts}{more}</item>\n"
    )


def picture_item(number: int = 900, alt_text: str = "A woman at a loom") -> str:
    """Return the item of a picture that posts name by its number or address."""
    more = (
        f"<wp:attachment_url>{PICTURE_URL}</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt"
        f"</wp:meta_key><wp:meta_value>{alt_text}</wp:meta_value></wp:postmeta>"
    )
    return item(number, "", post_type="attachment", status="inherit", more=more)


def category(name: str, domain: str = "category") -> str:
    """Return a category of an item."""
    return f'<category domain="{domain}" nicename="{name.lower()}"><![CDATA[{name}]]></category>'


def write_export(folder: Path, *items: str, name: str = "old.xml") -> Path:
    """Write a WordPress export with these items; return its path."""
    path = folder / name
    path.write_text(f"{HEAD}{''.join(items)}</channel></rss>", encoding="utf-8")
    return path


def write_picture(folder: Path) -> Path:
    """Write the picture's file as it lies on the old site's disk; return the folder of all files."""
    target = folder / "files" / "2012" / "05" / "loom.jpg"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture_bytes())
    return folder / "files"


def picture_bytes(colour: str = "#884466") -> bytes:
    """Return the bytes of a small picture."""
    file = io.BytesIO()
    Pillow.new("RGB", (64, 48), colour).save(file, "JPEG")
    return file.getvalue()


def bring(
    path: Path, organization: Any, person: Any, *, kind: str = "article", files: Path | None = None
) -> MoveIn | None:
    """Let a file move in, as the command does."""
    site = open_site(path)
    return move_in(MoveInOrder(path, site, organization, person, kind), SiteFiles(files), Fetching(), mapping())
