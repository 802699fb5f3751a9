"""A person at a browser without scripts, as far as a portal can tell: cookies, links and forms."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

from bs4 import BeautifulSoup, Tag

from tests.services.flow.people import PASSWORD, PEOPLE, one_time_code

GIVES_UP = 30  # seconds
SENT_BY_SCRIPTS = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
NO_BOXES = ("submit", "button", "image", "file")


@dataclass
class Answer:
    """An answer, after all redirects. `took`: seconds for all of it."""

    status: int
    url: str
    body: bytes
    took: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")

    def form(self, having: str) -> Tag:
        """The form with a box or button of this name. Raises AssertionError when there is none."""
        found = [form for form in self.soup.find_all("form") if form.find(None, {"name": having})]
        assert found, f"{self.status} {self.url} has no form with {having}: {self.soup.get_text(' ', strip=True)[:400]}"
        return found[0]


class Visitor:
    """Somebody with cookies of her own. Every method gives the answer, whatever its status."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask(address, None, headers or {})

    def post(self, address: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask(address, urllib.parse.urlencode(fields, doseq=True).encode(), headers or {})

    def submit(self, page: Answer, having: str, headers: Mapping[str, str] | None = None, **written: Any) -> Answer:
        """Send the form that has a box or button of this name as it stands on the page, with `written` over it."""
        form = page.form(having)
        target = urllib.parse.urljoin(page.url, str(form.get("action") or page.url))
        return self.post(target, boxes(form) | written, headers)

    def press(self, page: Answer, action: str) -> Answer:
        """Press the button of the form that goes to an address."""
        form = page.soup.find("form", action=action)
        assert isinstance(form, Tag), f"{page.url} has no form to {action}"
        return self.post(action, boxes(form))

    def sign_in(self, role: str) -> Answer:
        """Sign in by password, with the second factor if the portal asks for it."""
        page = self.get("/accounts/login/?next=/workspace/")
        answer = self.submit(page, "password", login=PEOPLE[role], password=PASSWORD)
        if "/2fa/" in answer.path:
            answer = self.submit(answer, "code", code=one_time_code())
        return answer

    def _ask(self, address: str, data: bytes | None, headers: Mapping[str, str]) -> Answer:
        began = time.monotonic()
        request = urllib.request.Request(urllib.parse.urljoin(self.url, address), data, dict(headers))
        try:
            with self.opener.open(request, timeout=GIVES_UP) as response:
                status, url, body = response.status, response.url, response.read()
        except urllib.error.HTTPError as refusal:
            status, url, body = refusal.code, refusal.url, refusal.read()
        return Answer(status, url, body, time.monotonic() - began)


def boxes(form: Tag) -> dict[str, Any]:
    """Return what a browser would send of a form: every box that has a name and is not left empty by nature."""
    fields: dict[str, Any] = {}
    for box in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        value = value_of(box)
        if value is not None:
            fields[str(box["name"])] = value
    return fields


def value_of(box: Tag) -> Any:
    kind = box.get("type", "text")
    if box.name == "textarea":
        # A line break right after the tag belongs to the markup.
        return box.get_text().removeprefix("\n")
    if box.name == "select":
        chosen = [option.get("value", "") for option in box.find_all("option", selected=True)]
        return chosen if box.has_attr("multiple") else (chosen or [""])[0]
    if kind in NO_BOXES or (kind in ("checkbox", "radio") and not box.has_attr("checked")):
        return None
    return box.get("value", "on" if kind == "checkbox" else "")
