"""Officers who write and editors who decide, as users of locust."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import os
import random
import time
from itertools import count
from typing import Any
from urllib.parse import urljoin

import gevent
from bs4 import BeautifulSoup, Tag
from locust import HttpUser, between, task
from locust.exception import StopUser
from PIL import Image

from tests.bench.load.day import PIECES_OF_AN_OFFICER, from_text
from tests.bench.load.names import PASSWORD, SECRET, editor_address, officer_address
from tests.services.flow.visitor import boxes

DAY = from_text(os.environ["LOAD_DAY"])
BEGAN = time.monotonic()
# Between two steps of a person at work a part of a reader's pause goes by.
STEP = DAY.pause * 0.3
KHMER = "ស្ត្រីនៅតាមភូមិបានរៀនអំពីសិទ្ធិរបស់ខ្លួន និងរបៀបស្វែងរកជំនួយដោយសុវត្ថិភាព។ "
ENGLISH = "Women of three villages learnt about their rights, and how to find help safely. "
BY_SCRIPT = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
# One in so many pieces is returned.
RETURNED = 8
officer_numbers, editor_numbers = count(1), count(1)


class Person(HttpUser):
    """Somebody who signs in, and fills forms as they stand. A step that finds no form is noted as an error."""

    abstract = True
    role = ""

    def look(self, address: str, what: str) -> Any:
        return self.client.get(address, name=f"{self.role}: {what}")

    def send(
        self, page: Any, having: str, what: str, files: Any = None, headers: Any = None, to: str = "", **written: Any
    ) -> Any:
        """Send the form of a page that has a box or button of this name, with `written` over it.

        `to` is how the address begins to which it goes, where several forms have such a box.
        """
        form = self.form(page, having, what, to)
        target = urljoin(page.url, str(form.get("action") or page.url))
        data = boxes(form) | written
        return self.client.post(target, data=data, files=files, headers=headers, name=f"{self.role}: {what}")

    def form(self, page: Any, having: str, what: str, to: str) -> Tag:
        """Return a form. Raises StopUser, after an error was noted, when there is none."""
        for form in BeautifulSoup(page.text, "html.parser").find_all("form"):
            if form.find(None, {"name": having}) and str(form.get("action") or "").startswith(to):
                return form
        self.fail(what, f"{page.status_code} {page.url} has no form with {having}")
        raise StopUser

    def fail(self, what: str, why: str) -> None:
        self.environment.events.request.fire(
            request_type="STEP", name=f"{self.role}: {what}", response_time=0, response_length=0,
            response=None, context={}, exception=AssertionError(why),
        )  # fmt: skip

    def sign_in(self, email: str) -> None:
        page = self.look("/accounts/login/?next=/workspace/", "sign in")
        page = self.send(page, "password", "password", login=email, password=PASSWORD)
        if "/2fa/" in page.url:
            page = self.send(page, "code", "second factor", code=one_time_code())
        if "/workspace/" not in page.url:
            self.fail("sign in", f"{email} came to {page.url}")
            raise StopUser


class Officer(Person):
    """Signs in when she first works, and writes updates at moments of her working day."""

    role = "officer"

    def on_start(self) -> None:
        self.email = officer_address(next(officer_numbers))
        self.moments = DAY.beginnings(PIECES_OF_AN_OFFICER, random.Random(self.email))
        self.is_known = False

    @task
    def work(self) -> None:
        """Wait for the next moment, and write an update: three saves, a photo, sent, and its translation begun."""
        if not self.moments:
            gevent.sleep(DAY.seconds)
            return
        gevent.sleep(max(0.0, self.moments.pop(0) - (time.monotonic() - BEGAN)))
        if not self.is_known:
            self.sign_in(self.email)
            self.is_known = True
        self.look("/workspace/", "workspace")
        self.translate(self.write())

    def write(self) -> int:
        """Write and send an update; return its page's id."""
        form = self.look("/workspace/post/", "form")
        language = random.choice(("km", "en"))
        words = (KHMER if language == "km" else ENGLISH) + f"{time.time():.3f}. "
        written: dict[str, Any] = {"language": language}
        told: dict[str, Any] = {}
        for length in (1, 2, 3):
            gevent.sleep(STEP)
            written["text"] = words * length
            told |= self.save(form, written)
        written |= {"alt_text": "A woman weaves.", "people": "agreed"}
        told |= self.save(form, written, {"file": ("loom.jpg", photo(), "image/jpeg")})
        gevent.sleep(STEP)
        known = {name: told[name] for name in ("version", "photo") if name in told}
        sent = self.send(form, "text", "send", action="send", **written | known)
        if "/workspace/post/" in sent.url:
            self.fail("send", f"not taken: {sent.url}")
        page = int(str(told.get("address", "0")).strip("/").rpartition("/")[2])
        self.look(f"/workspace/piece/{page}/", "piece")
        return page

    def save(self, form: Any, written: dict[str, Any], files: Any = None) -> dict[str, Any]:
        """Save what is typed, as the form's script does; return what the portal says."""
        what = "photo" if files else "autosave"
        answer = self.send(form, "text", what, files, BY_SCRIPT, action="autosave", **written)
        if not answer.ok:
            raise StopUser
        told = answer.json()
        written |= {name: told[name] for name in ("version", "photo") if name in told}
        return told

    def translate(self, page: int) -> None:
        """Begin the translation of a page, and keep the first sentence."""
        piece = self.look(f"/workspace/piece/{page}/", "piece")
        address = f"/workspace/piece/{page}/translate/"
        begins = BeautifulSoup(piece.text, "html.parser").find_all("form", action=address)
        if not begins:
            self.fail("translate", f"{piece.url} offers no translation")
            return
        sentences = self.client.post(address, data=boxes(begins[0]), name="officer: translate")
        gevent.sleep(STEP)
        box = BeautifulSoup(sentences.text, "html.parser").select_one("textarea[name^=sentence-]")
        if box is None:
            self.fail("sentence", f"{sentences.url} has no sentences")
            return
        name = str(box["name"])
        kept = {name: "Looms, looms."}
        self.send(sentences, name, "sentence", None, BY_SCRIPT, **kept)


class Editor(Person):
    """Looks at the queue, opens what waits first, and decides in the stream, where each decision is held a minute."""

    role = "editor"
    wait_time = between(STEP, STEP * 3)

    def on_start(self) -> None:
        self.decided = 0
        self.sign_in(editor_address(next(editor_numbers)))

    @task
    def decide(self) -> None:
        queue = self.look("/workspace/queue/", "queue")
        links = BeautifulSoup(queue.text, "html.parser").select('a[href*="open="]')
        if not links:
            return
        # Three editors who always took the first would decide on the same.
        page = self.look(urljoin(queue.url, str(random.choice(links[:5])["href"]).partition("#")[0]), "open")
        gevent.sleep(STEP)
        if 'name="decision"' not in page.text:
            # A colleague was first.
            return
        self.decided += 1
        if self.decided % RETURNED == 0:
            what, words = "return", {"reason": "Please name the village."}
        else:
            what, words = "approve", {"unchecked": "on"}
        answer = self.send(page, "decision", what, to="/workspace/review/", decision=what, **words)
        if "/workspace/queue/" not in answer.url:
            said = BeautifulSoup(answer.text, "html.parser").select(".error, .error-summary, .message, .notice")
            self.fail(what, f"not taken: {[each.get_text(' ', strip=True) for each in said]}")


def one_time_code() -> str:
    """Return the six digits that a phone shows now (RFC 6238); the portal's own library is not to be imported here."""
    key, step = base64.b32decode(SECRET), int(time.time()) // 30
    digest = hmac.digest(key, step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def photo() -> bytes:
    """Return a photo of a phone as its form sends it: 1600 pixels wide, no two the same."""
    target = io.BytesIO()
    colour = tuple(random.randrange(256) for _ in range(3))
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(target, "JPEG", quality=60)
    return target.getvalue() + bytes(colour)
