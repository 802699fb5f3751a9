"""Faults of Khmer on a page: signs that the font lacks, clusters cut, marks clipped, languages unmarked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFont
from playwright.sync_api import Page

from khmer.characters import COENG, MARKS

FONT = Path(__file__).resolve().parents[2] / "site/portal/static/fonts/neary-khmer.woff2"
IN_NO_FONT = "\uf8ff"
KHMER = re.compile("[\u1780-\u17ff\u19e0-\u19ff]")
# A mark or subscript with no letter before it, or a subscript sign with none after it.
CUT = re.compile(f"^\\s*[{MARKS}{COENG}]|[\\s\u200b][{MARKS}{COENG}]|{COENG}(?:$|[\\s\u200b…])")
LEAST_LINE = 1.55  # of the font's size: what the tallest stack of marks needs
LATIN = re.compile(r"[A-Za-z]{2,}")
DIGITS = re.compile(r"[0-9]")
# Addresses and numbers to type or dial are written alike everywhere; so are codes, file formats and files.
ALIKE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|\S+\.(?:org|pdf|jpg|kh)\S*|#\w+"
    r"|\b(?:Neary|Facebook|Telegram|authenticator|Aegis|Google Authenticator|Microsoft Authenticator)\b"
    r"|\b(?:PDF|JPEG|PNG|WebP|HEIC|AVIF|CSV|XLSX|RSS|Atom|JSON(?: Feed)?|iCal|MB|kB|KB)\b"
    r"|\+?\d[\d \u00a0-]{2,}\d|\b[A-Z]+\d+\b|\b[a-z]+(?:-[a-z]+)+(?: km)?"
)
TEXTS = """() => {
  const shown = e => e.checkVisibility({visibilityProperty: true}), said = [];
  // Left to screen readers: by the class for it, or on a narrow screen alone by the same rules.
  const hidden = e => e.closest(".unseen") || getComputedStyle(e).clipPath.startsWith("inset(50%");
  const tongue = e => (e.closest("[lang]") || document.documentElement).lang;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, own = node.parentElement;
    if (!node.data.trim() || own.closest("script,style,code,pre,textarea") || !shown(own)) continue;
    const style = getComputedStyle(own);
    let clips = "";
    for (let box = own; box && box.offsetHeight < 400 && !box.matches(".unseen,[hidden]"); box = box.parentElement)
      if (["hidden", "clip"].includes(getComputedStyle(box).overflowY)) clips = box.tagName + "." + box.className;
    said.push({text: node.data, language: tongue(own), where: own.tagName + "." + own.className,
      line: parseFloat(style.lineHeight) / parseFloat(style.fontSize), seen: !hidden(own), clips,
      shortened: style.textOverflow === "ellipsis" && own.scrollWidth > own.clientWidth && own.tagName !== "OPTION"});
  }
  for (const name of ["aria-label", "alt", "title", "placeholder"])
    for (const own of document.body.querySelectorAll(`[${name}]`))
      if (own.getAttribute(name).trim()) said.push({text: own.getAttribute(name), language: tongue(own),
        where: `${own.tagName}[${name}]`, line: 9, seen: false, clips: "", shortened: false});
  return said;
}"""


@cache
def has_sign(letter: str) -> bool:
    """Return whether the portal's Khmer font, as it is served, draws something of its own for a letter."""
    font = ImageFont.truetype(FONT, 40, layout_engine=ImageFont.Layout.BASIC)
    return bytes(font.getmask(letter)) != bytes(font.getmask(IN_NO_FONT))


def texts(page: Page) -> list[dict[str, Any]]:
    """Every run of text that is shown or read aloud, with its language and how it is set."""
    found: list[dict[str, Any]] = page.evaluate(TEXTS)
    return found


def typography_faults(page: Page) -> list[str]:
    """Return the places at which a sign is missing, a cluster is cut or marks have no room."""
    faults = ((each, fault) for each in texts(page) for fault in faults_of(each))
    return [f"{fault} in {each['where']}: {each['text'].strip()[:60]}" for each, fault in faults]


def faults_of(each: dict[str, Any]) -> list[str]:
    signs = set(KHMER.findall(each["text"]))
    if not signs:
        return []
    missing = sorted(sign for sign in signs if not has_sign(sign))
    faults = {
        f"no sign for {missing}": missing,
        "a cluster is cut": CUT.search(each["text"]),
        f"line height {each['line']:.2f}": each["seen"] and each["line"] < LEAST_LINE - 0.005,
        f"clipped by {each['clips']}": each["seen"] and each["clips"],
        "shortened by the browser": each["shortened"],
    }
    return [fault for fault, holds in faults.items() if holds]


def language_faults(page: Page, names: str = "$^") -> list[str]:
    """Return the texts in another language than they declare. `names` (a pattern) are left out."""
    faults = ((each, fault) for each in texts(page) for fault in letters_of_other_language(each, names))
    return [f"{fault} in {each['where']}: {each['text'].strip()[:80]}" for each, fault in faults]


def letters_of_other_language(each: dict[str, Any], names: str) -> list[str]:
    text = re.sub(names, "", ALIKE.sub("", each["text"]))
    if each["language"] == "km":
        return [what for what, found in (("Latin", LATIN), ("Western digits", DIGITS)) if found.search(text)]
    return ["Khmer"] if KHMER.search(text) else []
