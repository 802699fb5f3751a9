"""The keys by which an item is known again: its cleaned address, its GUID, and its title with the day.

GUIDs change at every poll with some sources, addresses get other parameters, and sites move from http to https. So an
item that has any of the keys of another is that item.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from urllib.parse import unquote, urlsplit

from common.typed_text.web_addresses import clean_address, has_scheme
from khmer.text import clusters, normalise

BEGINNINGS = re.compile(r"\A(?:www|m|amp|mobile)\.")
ENDINGS = ("/amp", "/index.php", "/index.html", "/index.htm")
# Parameters that name a form of the same page.
FORMS = frozenset({"amp", "amp=1", "output=amp", "outputType=amp", "m=1"})


def address_key(url: str) -> str:
    """Return the key of a web address: equal for http and https, www., forms for phones and tracking parameters."""
    parts = urlsplit(clean_address(url))
    host = BEGINNINGS.sub("", (parts.hostname or "").lower().rstrip("."))
    path = unquote(parts.path).rstrip("/")
    for ending in ENDINGS:
        path = path.removesuffix(ending).rstrip("/")
    pairs = sorted(pair for pair in parts.query.split("&") if pair and pair not in FORMS)
    return digest(f"{host}{path}?{'&'.join(pairs)}")


def title_key(title: str, written_at: dt.datetime | None) -> str:
    """Return the key of a title on a day; its signs and spelling variants do not count."""
    day = written_at.astimezone(dt.UTC).date().isoformat() if written_at else ""
    return digest(f"{day} {' '.join(clusters(normalise(title)))}")


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_web_address(url: str) -> bool:
    """Return whether a text is a whole address of the web with a host and no sign that addresses never have."""
    try:
        parts = urlsplit(url)
        return has_scheme(url) and bool(parts.hostname) and parts.port != 0 and not parts.username and url.isprintable()
    except ValueError:
        return False
