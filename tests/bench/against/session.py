"""A person at work in a portal, by HTTP: signs in and sends forms as a browser without scripts does."""

from __future__ import annotations

import base64
import hmac
import struct
import time
import urllib.error
import urllib.parse
import urllib.request
from functools import partial
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from typing import Any

TIMEOUT = 60  # seconds


class Session:
    """Cookies and the last page of one person."""

    def __init__(self, url: str, source: str = "127.0.0.1") -> None:
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies, ConnectionsFrom(source))

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=TIMEOUT) as answer:
            return str(answer.read().decode())

    def sign_in(self, account: dict[str, Any], code: str = "") -> None:
        """Sign in, with the code of a second factor where one is asked for.

        Raises RuntimeError when the workspace stays closed.
        """
        address, _ = self.fill("/accounts/login/", "password", login=account["email"], password=account["password"])
        if code:
            self.fill(address.removeprefix(self.url), "code", code=code)
        address, _ = self.send("/workspace/", {})
        if "/accounts/" in address:
            raise RuntimeError(f"{account['email']} could not sign in.")

    def update_form(self, text: str) -> dict[str, str]:
        """Return what the short form of an update sends to have a text read by an editor, or public at once."""
        values = self.form("/workspace/post/", "text") | {"text": text, "language": "en", "action": "send"}
        return values | {"topic": values.get("topic") or "law", "place": values.get("place") or "kandal"}

    def send_update(self, values: dict[str, str]) -> None:
        """Send that form. Raises RuntimeError when it comes back."""
        address, _ = self.send("/workspace/post/", values)
        if not address.endswith("/workspace/"):
            raise RuntimeError(f"The update was not sent; the form led to {address}.")

    def fill(self, path: str, field: str, **values: str) -> tuple[str, str]:
        """Fill in the form of a page that has this field and send it; return where that led, and the page there."""
        values = self.form(path, field) | values
        return self.send(path, values)

    def form(self, path: str, field: str) -> dict[str, str]:
        """Return what the form with this field would send as it stands. Raises LookupError when there is none."""
        reader = FormReader()
        reader.feed(self.get(path))
        for form in reader.forms:
            if field in form:
                return form
        raise LookupError(f"{path} has no form with {field}.")

    def send(self, path: str, values: dict[str, str]) -> tuple[str, str]:
        data = urllib.parse.urlencode(values).encode() if values else None
        request = urllib.request.Request(self.url + path, data, {"Referer": self.url + path})
        with self.opener.open(request, timeout=TIMEOUT) as answer:
            return str(answer.url), str(answer.read().decode())


def one_time_code(secret: str) -> str:
    """Return the six digits that a phone shows now (RFC 6238), without the portal's code, which needs its settings."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


class ConnectionsFrom(urllib.request.HTTPHandler):
    """Connects from an address of this machine, such as 127.0.0.7: many sign-ins from one are refused."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.connect = partial(HTTPConnection, source_address=(source, 0))

    def http_open(self, request: urllib.request.Request) -> Any:
        """Send a request over a connection from that address."""
        return self.do_open(self.connect, request)  # type: ignore[arg-type]


class FormReader(HTMLParser):
    """Collects the fields of each form of a page, with the values that they stand at."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and name and is_sent(found):
            self.forms[-1][name] = found.get("value", "")
        elif tag in ("textarea", "select") and name:
            self.forms[-1][name] = ""
            self._select = name if tag == "select" else None
        elif tag == "option" and self._select and "selected" in found:
            self.forms[-1][self._select] = found.get("value", "")


def is_sent(field: dict[str, str]) -> bool:
    kind = field.get("type", "text")
    return kind not in ("submit", "button", "file") and (kind not in ("checkbox", "radio") or "checked" in field)
