"""Pages as the mirror shows them: links that lead to copies, and no forms, which need the server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from lxml import html

from operations.mirror.addresses import address_of, file_of, is_copied, language_of, notice_address

# Stands where the line about the age of the copy comes: it is no part of what is compared with the file of before.
MARK = "<!--age-of-the-copy-->"
# Scripts that work without the server: all others ask it for something.
KEPT_SCRIPT = re.compile(
    r"/(?:leave|share|tables|mirror-titles)\.(?:[0-9a-f]{12}\.)?js\Z|/mirror/titles-[a-z]{2}\.js\Z"
)
CSS_LINK = re.compile(r"""url\(\s*["']?([^"')]{1,500})""")
LINKING = ("href", "src")
# Links of the head that name the portal itself: an address for search engines, a picture for other sites.
UNTOUCHED = ("canonical", "alternate")

IsKept = Callable[[str], bool]
Link = Callable[[str, str], str]


@dataclass
class CopiedPage:
    """A page as it is written, before the line about its age, with the addresses that it links to and shows."""

    text: str
    links: set[str] = field(default_factory=set)


def absolute_link(_page: str, target: str) -> str:
    """Return an address as it is: the link of a mirror that a web server serves."""
    return target


def relative_link(page: str, target: str) -> str:
    """Return the way from the file of a page to that of another address: the link of a mirror without a server."""
    here, there = PurePosixPath(file_of(page) or ""), PurePosixPath(file_of(target) or "")
    shared = 0
    for one, other in zip(here.parts[:-1], there.parts[:-1], strict=False):
        if one != other:
            break
        shared += 1
    up = [".."] * (len(here.parts) - 1 - shared)
    return "/".join(quote(part) for part in (*up, *there.parts[shared:]))


def copied_page(
    content: str, page: str, origin: str, is_kept: IsKept, *, link: Link = absolute_link, in_place: str = ""
) -> CopiedPage:
    """Return a page with its links rewritten, and with the words `in_place` of each form.

    `origin` is the portal's own, such as https://portal.example.org. A link to an address for which `is_kept` says no
    leads to the page that tells why.
    """
    root = html.document_fromstring(content)
    copied = CopiedPage("")
    remove_forms(root, in_place)
    for element, name, value in links_of(root):
        target = address_of(value, page, origin)
        if value.startswith("#") or target is None:
            continue
        fragment = value.partition("#")[2]
        if is_kept(target):
            copied.links.add(target)
        elif name == "src" or element.tag == "link":
            element.drop_tree()
            continue
        else:
            target, fragment = notice_address(language_of(page)), ""
        element.set(name, link(page, target) + (f"#{fragment}" if fragment else ""))
    place_mark(root)
    copied.text = html.tostring(root, doctype="<!doctype html>", encoding="unicode")
    return copied


def links_of(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, str]]:
    """Yield each element of a page that links to something, the attribute, and its value; drop scripts that ask."""
    for element in list(root.iter("a", "link", "script", "img", "source", "use", "image")):
        if element.tag == "script" and element.get("src") and not KEPT_SCRIPT.search(element.get("src").split("?")[0]):
            element.drop_tree()
            continue
        # Pictures of several sizes: the one that every browser knows is enough.
        element.attrib.pop("srcset", None)
        if element.tag == "link" and element.get("rel") in UNTOUCHED and "://" in element.get("href", ""):
            continue
        for name in LINKING:
            if value := element.get(name):
                yield element, name, value


def remove_forms(root: html.HtmlElement, in_place: str) -> None:
    """Put words in the place of each form of a page, for it needs the server."""
    for element in list(root.iter("form")):
        words = html.Element("p", {"class": "small"})
        words.text = in_place
        element.addprevious(words)
        # The text behind the form stays: it belongs to the page.
        element.drop_tree()


def place_mark(root: html.HtmlElement) -> None:
    """Put the mark for the line about the copy's age before the head of a page, behind the link past it."""
    body = root.find("body")
    skip = body.find("a[@class]") if body is not None else None
    if body is not None:
        body.insert(0 if skip is None else body.index(skip) + 1, html.HtmlComment(MARK[4:-3]))


def css_links(content: str, sheet: str) -> set[str]:
    """Return the addresses of the fonts and pictures that a style sheet names."""
    found = (address_of(link, sheet) for link in CSS_LINK.findall(content) if not link.startswith("data:"))
    return {address for address in found if address and is_copied(address)}
