"""English words and Latin digits in pieces of a Khmer text, beside names, addresses and what people have written."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Of the portal, of other sites and programs, of formats of files, of a key; shops call the app so.
NAMES = (
    "Neary", "Wagtail", "Facebook", "Telegram", "WhatsApp", "JavaScript", "ActiveX", "Atom", "JSON Feed", "JSON",
    "iCal", "JPEG", "PNG", "WebP", "HEIC", "AVIF", "URL", "Enter", "authenticator", "silk-weavers",
    "Limon", "ABC", "Baidok", "RSS", "RDF", "Aegis", "Google Authenticator", "Microsoft Authenticator",
)  # fmt: skip
EXTENSIONS = ("pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "csv", "txt")
# A day written as 05/12/2026 looks like the path of an address, and is none.
ADDRESS = re.compile(
    r"[^\s@]++@\S++|https?://\S++|(?!\d*+(?:/\d++)++)[\w-]*+(?:/[\w.-]++)++/?|\b[\w-]{1,80}\.(?:jpg|png|txt|pdf)\b|\b[a-z_]{1,40}\.[a-z]{1,40}\b|\b\d{1,3}\.\d{1,3}\.\d{1,3}\b"
)
ENGLISH, DIGIT = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[0-9]")


class Reader:
    """Somebody who reads Khmer, and knows what is a name or was written by people."""

    def __init__(self, content: Iterable[str] = ()) -> None:
        longest_first = sorted(
            {*content, *NAMES, *EXTENSIONS, *map(str.upper, EXTENSIONS)} - {""}, key=len, reverse=True
        )
        self.known = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first))

    def trips_over(self, piece: str) -> bool:
        left = self.known.sub(" ", ADDRESS.sub(" ", piece))
        return bool(ENGLISH.search(left) or DIGIT.search(left))
