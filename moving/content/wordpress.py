"""The shortcodes that WordPress writes into texts, such as [gallery]: converted to marks, or removed."""

from __future__ import annotations

import re
from html import escape

# An opening or closing shortcode with its attributes.
SHORTCODE = re.compile(r"\[(/?)([A-Za-z][\w-]{0,40})((?:[\s=][^\[\]]{0,2000})?)/?\]")
ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s{0,3}=\s{0,3}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"']{1,500}))""")
NUMBER = re.compile(r"\d{1,12}")
CAPTIONS = {"caption", "wp_caption"}
# Their address stands between the two parts, or in an attribute.
EMBEDS = {"embed", "youtube", "video", "audio", "vimeo", "dailymotion"}
SOURCES = ("src", "url", "mp4", "mp3", "id")
# Without attributes a word in brackets is mostly a word, such as [sic]: these are none.
KNOWN = CAPTIONS | EMBEDS | {"gallery", "playlist", "contact-form", "contact-form-7", "contact-field", "more", "toc"}
ATTACHMENT = "attachment:"


def without_shortcodes(text: str) -> str:
    """Return a text with captions and galleries as HTML, videos as addresses, and without other shortcodes.

    What stands between a shortcode and its end stays.
    """
    if "[" not in text:
        return text
    closed = {found[2].lower() for found in SHORTCODE.finditer(text) if found[1]}
    return SHORTCODE.sub(lambda found: _replaced(found, closed), text)


def _replaced(found: re.Match[str], closed: set[str]) -> str:
    name, attributes = found[2].lower(), _attributes(found[3])
    if name not in KNOWN and name not in closed and not attributes:
        return found.group()
    if name in CAPTIONS:
        return "</figure>" if found[1] else f'<figure data-caption="{escape(attributes.get("caption", ""))}">'
    if found[1]:
        return "\n\n" if name in EMBEDS else ""
    if name == "gallery":
        numbers = NUMBER.findall(attributes.get("ids", "") or attributes.get("include", ""))
        return "".join(f'<img src="{ATTACHMENT}{number}">' for number in numbers)
    if name in EMBEDS:
        address = next((attributes[key] for key in SOURCES if attributes.get(key, "").startswith("http")), "")
        return f"\n\n{address or _bare_address(found[3])}"
    return ""


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): double or single or bare for name, double, single, bare in ATTRIBUTE.findall(text)}


def _bare_address(text: str) -> str:
    """Return the address in a shortcode such as [youtube http://...]; "" without one."""
    words = (word.strip("=\"'") for word in text.split())
    return next((word for word in words if word.startswith(("http://", "https://"))), "")
