"""Measurements of how a page looks, in whichever engine shows it."""

from __future__ import annotations

from PIL import Image

from tests.browser.engines import Engine
from tests.browser.test_pages import OVERFLOW

# Text that its own box, or one around it that does not scroll, cuts off.
CUT = """() => {
  const named = e => `${e.tagName}.${e.getAttribute("class") || ""} ${e.textContent.trim().slice(0, 40)}`;
  const told = (e, what) => `${what}: ${named(e)}`;
  const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".unseen");
  const faults = [];
  for (const e of document.body.querySelectorAll("*")) {
    if (!seen(e) || e.matches("input, textarea, select, iframe")) continue;
    const clips = ["hidden", "clip"].includes(getComputedStyle(e).overflowX);
    const holds = clips || e.matches("button, .button, .tag, .state, .badge, summary, label");
    if (holds && e.clientWidth && e.scrollWidth > e.clientWidth + 1) faults.push(told(e, "cut"));
  }
  for (const text of document.querySelectorAll("svg text")) {
    const own = text.getBoundingClientRect(), room = text.ownerSVGElement.getBoundingClientRect();
    const out = Math.max(room.left - own.left, own.right - room.right, room.top - own.top, own.bottom - room.bottom);
    if (seen(text) && out > 0.5) faults.push(told(text, `out of its drawing by ${out.toFixed(1)}`));
  }
  return faults;
}"""
# Words of Latin letters that stand on two lines: something left them less room than they need.
TORN = """() => {
  const torn = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange(), unread = ".unseen, script, style, textarea, option";
  while (walk.nextNode()) {
    const node = walk.currentNode, own = node.parentElement;
    if (!own.checkVisibility({visibilityProperty: true}) || own.closest(unread)) continue;
    range.selectNodeContents(node);
    if (range.getClientRects().length < 2) continue;
    for (const word of node.data.matchAll(/(?<![^\\s\u200b(])[A-Za-z’]+(?![^\\s\u200b.,;:!?)])/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top)));
      if (lines.size > 1) torn.push(`torn: ${word[0]}`);
    }
  }
  return torn;
}"""
# The wordmark has room: nothing lies on it, and the hem keeps away from it. Who works can always sign out.
HEADER = """least => {
  const box = e => e.getBoundingClientRect(), faults = [], width = document.documentElement.clientWidth;
  const header = document.querySelector("header.top"), mark = header && header.querySelector(".wordmark");
  if (!mark) return [];
  const own = box(mark), hem = document.querySelector("hr.hem");
  for (const e of header.querySelectorAll("a:not(.brand), button")) {
    const other = box(e), across = Math.min(own.right, other.right) - Math.max(own.left, other.left);
    const down = Math.min(own.bottom, other.bottom) - Math.max(own.top, other.top);
    if (across > 0 && down > 0) faults.push(`on the wordmark: ${e.outerHTML.slice(0, 80)}`);
  }
  const gap = box(hem).top - own.bottom;
  if (gap < least) faults.push(`the hem is ${gap.toFixed(1)} px from the wordmark`);
  const leave = document.querySelector("body.work header [href*='/accounts/logout/']");
  if (document.body.matches(".work") && !leave) faults.push("no way to sign out");
  if (leave) {
    const {left, right, bottom} = box(leave);
    if (left < 0 || right > width || bottom > innerHeight || bottom > box(hem).top)
      faults.push(`signing out is cut off: ${Math.round(left)} to ${Math.round(right)} of ${width}`);
  }
  return faults;
}"""
LEAST_GAP = 8  # pixels between wordmark and hem


def faults_of_room(engine: Engine, text: int = 1) -> list[str]:
    """Return what is cut off, torn, lies on something else or makes the page scroll sideways.

    Where text is larger a word may have to break: no line is as long.
    """
    torn = engine.evaluate(TORN) if text == 1 else []
    return [*torn, *engine.evaluate(OVERFLOW), *engine.evaluate(CUT), *engine.evaluate(HEADER, LEAST_GAP)]


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    """The colours that each fill at least a hundredth of a picture."""
    counted: list[tuple[int, tuple[int, ...]]] = picture.getcolors(picture.width * picture.height)  # type: ignore[assignment]
    return {colour for many, colour in counted if many * 100 >= picture.width * picture.height}


def is_woven(picture: Image.Image) -> bool:
    """Say whether threads run across and down, with a colour of its own where they cross."""
    across = picture.crop((0, picture.height // 2, picture.width, picture.height // 2 + 1))
    down = picture.crop((2, 0, 3, picture.height))
    return len(colours(across)) > 1 and len(colours(down)) > 1 and len(colours(picture)) > 2


def edge(picture: Image.Image, height: int = 2) -> set[tuple[int, ...]]:
    """The colours along the lower edge of a picture, its ends left out."""
    row = picture.height - 1
    return colours(picture.crop((2, row - height + 1, picture.width - 2, row + 1)))


def filled_share(picture: Image.Image) -> float:
    """The part of the square of a clock that is filled; the square stands at the left, 4 px from above."""
    inside = picture.convert("L").crop((4, 8, 18, 22))
    return sum(inside.histogram()[:128]) / (inside.width * inside.height)
