"""Photograph every kind of page, in both languages, at two widths, by day and by night, into var/shots/.

`make shots` starts the portal with its demo content on a spare port; `--url` takes one that runs already.
One sheet a kind of page; the single pictures lie below var/shots/single/.
"""

import argparse
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.chromium import BRIEF, chromium_path
from tools.kinds import KINDS, LANGUAGES, MODES, PRIVATE, PUBLIC, STAGED, WIDTHS
from tools.prepare_pages import set_up
from tools.visitor import Visitor

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("NEARY_DATA", REPOSITORY / "var"))
SHOTS = DATA / "shots"

START_SECONDS = 180
SHEET_SCALE, SHEET_HEIGHT, GAP = 0.4, 2400, 12

README_FOLDER = REPOSITORY / "docs" / "pictures"
README_GAP = 20
# Large enough to read the headings, small enough for a slow line: some 50 kB each.
QUALITY = 80


GUIDE_FOLDER = REPOSITORY / "home" / "static" / "guide"
# Of each page of the guide (home/guide): the kind of page that its picture shows, on a phone by day.
GUIDE_PICTURES = {
    "writing": "post",
    "photos": "picture-questions",
    "review": "piece-checked",
    "taking-back": "workspace",
    "events": "announce",
    "help-services": "offer-help",
    "two-languages": "translation",
    "safety": "new-second-factor",
}
GUIDE_PART = (360, 640, 0.75)


class Part(NamedTuple):
    """One screenshot and the size in pixels to which it is cut from its top, before it is reduced by `scale`."""

    shot: str
    width: int
    height: int
    scale: float


README_PICTURES = {
    "front-en": [Part("front-en-1280-light", 1280, 1000, 0.78)],
    "phone-km": [Part(f"{kind}-km-360-light", 360, 760, 0.83) for kind in ("front", "article", "event-open")],
    "night-and-day": [
        Part("organization-km-1280-dark", 1280, 960, 0.5),
        Part("series-en-1280-light", 1280, 960, 0.5),
    ],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a portal that runs already")
    parser.add_argument("--readme", action="store_true", help="then make the pictures of the README from them")
    parser.add_argument("kinds", nargs="*", metavar="kind", help=f"only these of: {', '.join(KINDS)}")
    parser.add_argument("--guide", action="store_true", help="then make the pictures of the guide from them")
    options = parser.parse_args()
    running = contextlib.nullcontext(options.url) if options.url else portal()
    with running as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BRIEF)
        visitor = Visitor(browser, url, DATA)
        # The public pages first: what is set up for the others would stand among their news.
        for kinds, need in ((PUBLIC, None), (STAGED | PRIVATE, set_up)):
            wanted = [kind for kind in kinds if kind in (options.kinds or KINDS)]
            if wanted and need:
                need(visitor)
            for kind in wanted:
                sheet(kind, list(shots(visitor, kind)))
        browser.close()
    if options.readme:
        make_readme_pictures()
    if options.guide:
        make_guide_pictures()


def make_readme_pictures() -> None:
    """Make the pictures of the README from the screenshots. Raises FileNotFoundError when one was not taken."""
    for name, parts in README_PICTURES.items():
        side_by_side([cut(part) for part in parts]).save(README_FOLDER / f"{name}.webp", quality=QUALITY, method=6)


def make_guide_pictures() -> None:
    """Make the pictures of the guide from the screenshots. Raises FileNotFoundError when one was not taken."""
    GUIDE_FOLDER.mkdir(parents=True, exist_ok=True)
    for (slug, kind), language in itertools.product(GUIDE_PICTURES.items(), LANGUAGES):
        part = Part(f"{kind}-{language}-360-light", *GUIDE_PART)
        cut(part).save(GUIDE_FOLDER / f"{slug}-{language}.webp", quality=QUALITY, method=6)


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


def shots(visitor: Visitor, kind: str) -> Iterator[Path]:
    """Take the pictures of one kind of page, and say where a page is wider than its window."""
    for language, mode in itertools.product(LANGUAGES, MODES):
        with visitor.window(kind, language, color_scheme=mode) as context:
            page = context.new_page()
            visitor.open(page, kind, language)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    print(f"{page.url} scrolls sideways at {width}")
                show_whole(page)
                target = SHOTS / "single" / f"{kind}-{language}-{width}-{mode}.png"
                page.screenshot(path=target, full_page=True)
                yield target


def show_whole(page: Page) -> None:
    """Let the browser fetch the pictures that it leaves until they are near."""
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(picture => picture.loading = 'eager')")
    page.wait_for_load_state("networkidle")


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


def cut(part: Part) -> Image.Image:
    """Return the top of one screenshot, reduced. Raises FileNotFoundError when `make shots` has not taken it."""
    with Image.open(SHOTS / "single" / f"{part.shot}.png") as whole:
        top = whole.convert("RGB").crop((0, 0, part.width, part.height))
    return top.resize((round(part.width * part.scale), round(part.height * part.scale)), Image.LANCZOS)


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Return one picture with these beside each other, on white."""
    width = sum(picture.width for picture in pictures) + README_GAP * (len(pictures) - 1)
    laid = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        laid.paste(picture, (left, 0))
        left += picture.width + README_GAP
    return laid


if __name__ == "__main__":
    (SHOTS / "single").mkdir(parents=True, exist_ok=True)
    main()
