"""A server on this machine that poses as many media: good feeds in all forms, and attacks."""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.press.feed_names import ADDRESS, lead_to

TITLE = "គ្លីនិកចល័ត"
Reply = tuple[int, dict[str, str], bytes]


def rss(*items: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """An RSS document."""
    return (
        f'{declaration}<rss version="2.0"><channel><title>Paper</title><link>http://paper.example/</link>{head}'
        f"{''.join(items)}</channel></rss>"
    )


def item(
    title: str = TITLE,
    link: str = "http://paper.example/1",
    guid: str = "1",
    text: str = "Words.",
    date: str = "Mon, 16 Nov 2026 07:10:00 +0700",
) -> str:
    """An item of RSS."""
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>"
        f"<description>{text}</description><pubDate>{date}</pubDate></item>"
    )


GOOD_RSS = rss(item())
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry>'
    f'<title type="html">&lt;b&gt;{TITLE}&lt;/b&gt;</title><link href="/1"/><id>urn:1</id>'
    '<updated>2026-11-16T07:10:00+07:00</updated><content type="html">Words.</content></entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    f'<channel rdf:about="x"><title>P</title></channel><item rdf:about="1"><title>{TITLE}</title>'
    "<link>http://paper.example/1</link></item></rdf:RDF>"
)
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {"id": 7, "url": "/1", "title": TITLE, "content_html": "Words.", "date_published": "2026-11-16T07:10:00Z"}
    ],
}
CP1252 = GOOD_RSS.replace("UTF-8", "windows-1252").replace(TITLE, "Café “quoted”").encode("cp1252")
BOMB = gzip.compress(b"\0" * 20_000_000, 1)
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
DEEP = "<rss><channel><item>" + "<a>" * 100_000

# By path: what a good source answers. The titles of its items are those of TITLES, or TITLE.
GOOD: dict[str, Reply] = {
    "rss": (200, {"Content-Type": "application/rss+xml"}, GOOD_RSS.encode()),
    "atom": (200, {"Content-Type": "application/atom+xml"}, ATOM.encode()),
    "rdf": (200, {"Content-Type": "application/xml"}, RDF.encode()),
    "json": (200, {"Content-Type": "application/feed+json"}, json.dumps(JSON_FEED).encode()),
    "json-bom": (200, {"Content-Type": "text/plain"}, b"\xef\xbb\xbf" + json.dumps(JSON_FEED).encode()),
    "as-html": (200, {"Content-Type": "text/html"}, GOOD_RSS.encode()),
    "no-type": (200, {}, GOOD_RSS.encode()),
    "bom": (200, {"Content-Type": "text/xml"}, b"\xef\xbb\xbf" + GOOD_RSS.encode()),
    "blank-before": (200, {"Content-Type": "text/xml"}, b"\n\n" + GOOD_RSS.encode()),
    "undefined-entity": (200, {"Content-Type": "text/xml"}, rss(item(text="Words&nbsp;here")).encode()),
    "bare-ampersand": (200, {"Content-Type": "text/xml"}, rss(item(text="Salt & silk")).encode()),
    "never-closed": (200, {"Content-Type": "text/xml"}, GOOD_RSS.partition("</channel>")[0].encode()),
    "cp1252": (200, {"Content-Type": "text/xml"}, CP1252),
    "wrong-label": (200, {"Content-Type": "text/xml; charset=us-ascii"}, GOOD_RSS.encode()),
    "utf-16": (200, {"Content-Type": "text/xml"}, rss(item(), declaration="").encode("utf-16")),
    "zwsp": (200, {"Content-Type": "text/xml"}, rss(item(title="\u200bគ្លីនិក\u200bចល័ត")).encode()),
    "control": (200, {"Content-Type": "text/xml"}, rss(item(title=f"{TITLE}\x08")).encode()),
    "gzip": (200, {"Content-Type": "text/xml", "Content-Encoding": "gzip"}, gzip.compress(GOOD_RSS.encode())),
    "deflate": (200, {"Content-Type": "text/xml", "Content-Encoding": "deflate"}, zlib.compress(GOOD_RSS.encode())),
    "moved": (301, {"Location": "/rss"}, b""),
    "moved-often": (302, {"Location": "/moved"}, b""),
    "markup": (200, {"Content-Type": "text/xml"}, rss(item(title=f"&lt;i&gt;{TITLE}&lt;/i&gt;")).encode()),
    "no-dates": (200, {"Content-Type": "text/xml"}, rss(item(date="")).encode()),
    "future": (200, {"Content-Type": "text/xml"}, rss(item(date="Mon, 16 Nov 2099 07:10:00 GMT")).encode()),
    "long": (
        200,
        {"Content-Type": "text/xml"},
        rss(item(), *(item(f"Item {n}", f"http://paper.example/{n}", str(n)) for n in range(2, 8000))).encode(),
    ),
    "long-broken": (
        200,
        {"Content-Type": "text/xml"},
        rss(item(), *(item(f"Salt & {n}", f"http://paper.example/{n}", str(n)) for n in range(2, 8000))).encode(),
    ),
    "doctype": (200, {"Content-Type": "text/xml"}, rss(item(), declaration='<!DOCTYPE rss SYSTEM "rss.dtd">').encode()),
}
TITLES = {"cp1252": "Café “quoted”"}

BAD: dict[str, Reply] = {
    # Into the portal's own network, in many forms.
    "to-cloud": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
    "to-loopback": (302, {"Location": "http://127.0.0.1/"}, b""),
    "to-ipv6": (302, {"Location": "http://[::1]/"}, b""),
    "to-mapped": (302, {"Location": "http://[::ffff:127.0.0.1]/"}, b""),
    "to-number": (302, {"Location": "http://2130706433/"}, b""),
    "to-zero": (302, {"Location": "http://0.0.0.0/"}, b""),
    "to-inside": (302, {"Location": "http://inside.example/"}, b""),
    "to-ssh": (302, {"Location": "http://bad.example:22/"}, b""),
    "to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "to-gopher": (302, {"Location": "gopher://bad.example/"}, b""),
    "to-nowhere": (302, {"Location": "http://[broken/"}, b""),
    "loop": (302, {"Location": "/loop"}, b""),
    # Too much.
    "bomb": (200, {"Content-Encoding": "gzip"}, BOMB),
    "gzip-twice": (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(GOOD_RSS.encode()))),
    "brotli": (200, {"Content-Encoding": "br"}, b"?"),
    "short": (200, {"Content-Length": "100000"}, GOOD_RSS.encode()),
    # Dangerous to read.
    "laughs": (200, {"Content-Type": "text/xml"}, rss(item(title="&i;"), declaration=LAUGHS).encode()),
    "laughs-utf-16": (200, {"Content-Type": "text/xml"}, rss(item(title="&i;"), declaration=LAUGHS).encode("utf-16")),
    "laughs-broken": (
        200,
        {"Content-Type": "text/xml"},
        rss(item(title="&i;"), declaration="<broken" + LAUGHS).encode(),
    ),
    "reads-files": (
        200,
        {"Content-Type": "text/xml"},
        rss(item(title="&x;"), declaration='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>').encode(),
    ),
    "reads-web": (
        200,
        {"Content-Type": "text/xml"},
        rss(item(), declaration='<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>').encode(),
    ),
    "deep": (200, {"Content-Type": "text/xml"}, DEEP.encode()),
    "deep-json": (200, {"Content-Type": "application/json"}, b'{"items":' + b"[" * 200_000),
    "deep-broken": (
        200,
        {"Content-Type": "text/xml"},
        f"<broken & {DEEP}".encode(),
    ),
    # No feeds.
    "page": (200, {"Content-Type": "text/html"}, b"<!doctype html><html><body><p>Not found, but 200.</body></html>"),
    "empty": (200, {"Content-Type": "text/xml"}, b""),
    "file-name": (200, {"Content-Type": "text/xml"}, b"/etc/passwd"),
    "address": (200, {"Content-Type": "text/xml"}, b"http://127.0.0.1/rss"),
    "json-list": (200, {"Content-Type": "application/json"}, b"[1, 2]"),
    "json-number": (200, {"Content-Type": "application/json"}, b'{"items": ' + b"9" * 9000 + b"}"),
    "missing": (404, {}, b""),
    "fault": (500, {}, b""),
    "refused": (403, {}, b""),
    "busy": (429, {"Retry-After": "7200"}, b""),
    # Slow, in the ways of the functions below.
    "drip-body": (0, {}, b""),
    "drip-headers": (0, {}, b""),
    "silent": (0, {}, b""),
    "large": (0, {}, b""),
    "large-headers": (0, {}, b""),
    "endless-chunks": (0, {}, b""),
}


class Media(BaseHTTPRequestHandler):
    """Answers each path as its table says; some have ways of their own."""

    replies: dict[str, Reply] = {}
    asked: list[tuple[str, dict[str, str]]] = []
    sent = 0

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/")
        with suppress(OSError):
            if own := getattr(self, f"say_{name.replace('-', '_')}", None):
                own()
                return
            self.reply(*self.replies.get(name, (404, {}, b"")))

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.write(body)

    def write(self, data: bytes) -> None:
        Media.sent += len(data)
        self.wfile.write(data)

    def say_drip_body(self) -> None:
        self.reply(200, {}, b"<rss>")
        self.drip()

    def say_drip_headers(self) -> None:
        self.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip()

    def say_silent(self) -> None:
        time.sleep(7)

    def say_large(self) -> None:
        self.reply(200, {}, b"")
        for _part in range(50):
            self.write(b"x" * 1_000_000)

    def say_large_headers(self) -> None:
        self.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1_000_000)

    def say_endless_chunks(self) -> None:
        self.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 2_000_000)

    def drip(self) -> None:
        for _byte in range(100):
            self.write(b"x")
            time.sleep(0.25)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch, replies: dict[str, Reply]) -> Iterator[list[Any]]:
    """Serve these replies under every name of .example but inside.example; yield the list of all connections made."""
    server = make_server(replies)
    made = lead_to(monkeypatch, server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


class MediaServer(ThreadingHTTPServer):
    """The server, which is silent about clients that go away."""

    daemon_threads = True
    # A round opens many connections at once.
    request_queue_size = 100

    def handle_error(self, *args: Any) -> None:
        pass


def make_server(replies: dict[str, Reply]) -> MediaServer:
    """The server with these replies by path, on a port of its own."""
    Media.replies, Media.sent = replies, 0
    Media.asked.clear()
    return MediaServer((ADDRESS, 0), Media)
