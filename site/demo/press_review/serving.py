"""A web server for the feeds of the demo's media, inside the process that reads them.

So `manage.py press poll` and the worker read them by real requests, without a network and without another process.
"""

from __future__ import annotations

import hashlib
import os
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.utils import timezone

from demo.press_review.content import demo_sources
from demo.press_review.documents import CONTENT_TYPES, feed_document

_starting = threading.Lock()


def port() -> int:
    """Return the port of this process's server of the demo's feeds, started at the first call (LOOPBACK_SERVERS)."""
    with _starting:
        # By process: a thread does not live on in a process that was forked.
        return _port_of(os.getpid())


@cache
def _port_of(_process: int) -> int:
    # Port 0: any that is free.
    server = ThreadingHTTPServer(("127.0.0.1", 0), FeedHandler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="feeds of the demo", daemon=True).start()
    return int(server.server_address[1])


class FeedHandler(BaseHTTPRequestHandler):
    """A handler that answers with the feed of the medium that a request's host names, with 304, or with 404."""

    server_version, sys_version = "Neary-demo", ""

    def do_GET(self) -> None:
        """Serve the feed of the asked medium: 304 to who has it already, 404 for anything else."""
        slug = self.headers.get("Host", "").partition(".")[0]
        source = next((each for each in demo_sources() if each.slug == slug), None)
        if source is None or self.path != "/feed":
            self._answer(404, {}, b"")
            return
        body = feed_document(source, timezone.now())
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, {"ETag": etag}, b"")
        else:
            self._answer(200, {"ETag": etag, "Content-Type": CONTENT_TYPES[source.form]}, body)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write no line for a request."""
