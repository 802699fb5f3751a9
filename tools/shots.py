"""Photograph every kind of page, in both languages, at two widths, by day and by night, into var/shots/.

`make shots` starts the portal with its demo content on a spare port; `--url` takes one that runs already.
One sheet a kind of page; the single pictures lie below var/shots/single/.
"""

import argparse
import base64
import contextlib
import functools
import hashlib
import hmac
import itertools
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("NEARY_DATA", REPOSITORY / "var"))
SHOTS = DATA / "shots"

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LANGUAGES, WIDTHS, MODES = ("en", "km"), (360, 1280), ("light", "dark")
START_SECONDS = 180
SHEET_SCALE, SHEET_HEIGHT, GAP = 0.4, 2400, 12

# Kind of page -> its address below a language. What stands in brackets is asked of the portal's own search.
PUBLIC = {
    "front": "",
    "directory": "organizations/",
    "organization": "organizations/{organization}/",
    "article": "[article]",
    "update": "[update]",
    "publication": "[publication]",
    "event": "[event]",
    "events": "events/",
    "library": "publications/",
    "topics": "topics/",
    "topic": "topics/domestic-violence/",
    "activity": "activity/",
    "search": "search/?q={word}",
    "nothing-found": "search/?q=zzzz",
    "missing": "no-such-page/",
}
WORDS = {"en": "training", "km": "វគ្គបណ្តុះបណ្តាល"}
# Kind of page -> who looks at it (in her own language), its address, and the link to follow from there.
PRIVATE = {
    "sign-in": ("", "/accounts/login/", ""),
    "workspace": ("officer", "/workspace/", ""),
    "post": ("officer", "/workspace/post/", ""),
    "second-factor": ("editor", "/accounts/2fa/", ""),
    "queue": ("editor", "/workspace/queue/", ""),
    "review": ("editor", "/workspace/queue/", "main table a"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a portal that runs already")
    parser.add_argument("kinds", nargs="*", metavar="kind", help=f"only these of: {', '.join(PUBLIC | PRIVATE)}")
    options = parser.parse_args()
    running = contextlib.nullcontext(options.url) if options.url else portal()
    with running as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for kind in options.kinds or PUBLIC | PRIVATE:
            sheet(kind, list(shots(browser, url, kind)))
        browser.close()


@contextlib.contextmanager
def portal() -> Iterator[str]:
    """Run the whole portal on a free port while the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "run", "--port", str(port)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/health/ready", process)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.5)
    raise SystemExit("The portal did not start.")


def shots(browser: Browser, url: str, kind: str) -> Iterator[Path]:
    """Take the pictures of one kind of page, and say where a page is wider than its window."""
    role, _address, _link = PRIVATE.get(kind, ("", "", ""))
    state = signed_in(browser, url, role) if role else None
    for language, mode in itertools.product(LANGUAGES[:1] if kind in PRIVATE else LANGUAGES, MODES):
        context = browser.new_context(color_scheme=mode, storage_state=state)
        address = private_address(context, url, kind) if kind in PRIVATE else public_address(url, kind, language)
        for width in WIDTHS:
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address, wait_until="networkidle")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                print(f"{address} scrolls sideways at {width}")
            target = SHOTS / "single" / f"{kind}-{language}-{width}-{mode}.png"
            page.screenshot(path=target, full_page=True)
            page.close()
            yield target
        context.close()


def public_address(url: str, kind: str, language: str) -> str:
    below = PUBLIC[kind]
    if below.startswith("["):
        return newest(url, below.strip("[]"), language)
    organization = demo()["organizations"][1]["slug"]
    return f"{url}/{language}/" + below.format(organization=organization, word=WORDS[language])


def newest(url: str, kind: str, language: str) -> str:
    with urllib.request.urlopen(f"{url}/api/v1/search?type={kind}&language={language}", timeout=10) as answer:
        results = [each for each in json.load(answer)["results"] if each["language"] == language]
    return urllib.parse.urljoin(url, urllib.parse.urlsplit(results[0]["url"]).path)


def private_address(context: BrowserContext, url: str, kind: str) -> str:
    _role, address, link = PRIVATE[kind]
    if not link:
        return url + address
    page = context.new_page()
    page.goto(url + address)
    followed = page.locator(link).first.get_attribute("href")
    page.close()
    return url + followed


def demo() -> dict:
    return json.loads((DATA / "demo.json").read_text())


@functools.cache
def signed_in(browser: Browser, url: str, role: str) -> dict:
    """The cookies of one who signed in, kept for all her pages: a one-time code holds only once."""
    account = next(each for each in demo()["accounts"] if each["role"] == role)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.click("main form button")
    if account.get("totp"):
        page.fill("[name=code]", one_time_code(account["totp"]))
        page.click("main form button >> nth=0")
    page.wait_for_url("**/workspace/**")
    state = context.storage_state()
    context.close()
    return state


def one_time_code(secret: str) -> str:
    """The six digits of now for a base32 secret (RFC 6238: HMAC-SHA1 over steps of 30 seconds)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sheet(kind: str, pictures: list[Path]) -> None:
    """Lay the pictures of one kind side by side, each cut at the same length."""
    strips = []
    for picture in pictures:
        with Image.open(picture) as whole:
            cut = whole.crop((0, 0, whole.width, min(whole.height, SHEET_HEIGHT)))
            strips.append(cut.resize((int(cut.width * SHEET_SCALE), int(cut.height * SHEET_SCALE)), Image.LANCZOS))
    width = sum(strip.width + GAP for strip in strips)
    laid = Image.new("RGB", (width, max(strip.height for strip in strips)), "#888888")
    x = 0
    for strip in strips:
        laid.paste(strip, (x, 0))
        x += strip.width + GAP
    laid.save(SHOTS / f"{kind}.png")
    print(SHOTS / f"{kind}.png")


if __name__ == "__main__":
    (SHOTS / "single").mkdir(parents=True, exist_ok=True)
    main()
