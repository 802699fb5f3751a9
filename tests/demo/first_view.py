"""List what a browser fetches before an article can be read."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.test import Client

KHMER_FONT = "neary-khmer.woff2"


@dataclass(frozen=True)
class FirstView:
    """A page as it comes, and the parts that it names."""

    client: Client
    html: bytes

    @cached_property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def parts(self) -> set[str]:
        """Addresses of stylesheets, scripts and fonts."""
        links = self.page.select("link[rel~=stylesheet][href], link[rel~=preload][href]")
        return {str(link["href"]) for link in links} | {
            str(script["src"]) for script in self.page.select("script[src]")
        }

    @property
    def weight(self) -> int:
        """Bytes on the line of all but the Khmer font, compressed as nginx does it; fonts are compressed already."""
        return len(gzip.compress(self.html, 5)) + sum(
            len(body) if part.endswith(".woff2") else len(gzip.compress(body, 5))
            for part in self.parts
            if not part.endswith(KHMER_FONT)
            for body in [self.fetched(part)]
        )

    def fetched(self, part: str) -> bytes:
        path = urlsplit(part).path
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        return Path(found).read_bytes() if found else self.client.get(path).content

    @property
    def pictures(self) -> list[Tag]:
        return self.page.select("main img")
