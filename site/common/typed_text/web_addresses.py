"""Web and mail addresses in texts: find them, link them, and remove tracking from them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from django.utils.html import escape, format_html

# Quotation marks, angle brackets, Khmer punctuation (U+17D4 to U+17DA) and the space without width end an address.
ADDRESS = re.compile(
    r"""(?<![\w/.@])(?:https?://|www\.)[^\s<>"'“”«»\u17d4-\u17da\u200b]{1,2000}"""
    r"""|(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}""",
    re.IGNORECASE,
)
TAG = re.compile(r"(<[^<>]{0,4000}>)")
HREF = re.compile(r"""(?<=href=")https?://[^"<>]{1,2000}""", re.IGNORECASE)
# Signs that belong to the sentence when they follow an address; a bracket belongs to an address that opens it.
PUNCTUATION = ".,:;!?'"
BRACKETS = {")": "(", "]": "["}

# Pages that only redirect: host (its subdomains too), path, and the parameters that hold the address.
REDIRECTORS = (
    ("facebook.com", "/l.php", ("u",)),
    ("facebook.com", "/flx/warn/", ("u",)),
    ("messenger.com", "/l.php", ("u",)),
    ("l.instagram.com", "/", ("u",)),
    ("l.threads.com", "/", ("u",)),
    ("l.threads.net", "/", ("u",)),
    ("google.com", "/url", ("q", "url")),
    ("youtube.com", "/redirect", ("q",)),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("slack-redir.net", "/link", ("url",)),
    ("linkedin.com", "/redir/redirect", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("vk.com", "/away.php", ("to",)),
    ("out.reddit.com", "*", ("url",)),
    ("t.me", "/iv", ("url",)),
)
# Google has a name in each country: google.com.kh, google.co.th, google.fr.
GOOGLE = re.compile(r"\A(?:[a-z]{1,20}\.)?google\.(?:com|co|[a-z]{2})(?:\.[a-z]{2})?\Z")
# Google's copies of pages for phones: the page itself stands behind, without its scheme.
AMP = ("/amp/s/", "/amp/")
MOST_REDIRECTS = 3
SCHEMES = ("https://", "http://")
# Parameters that track readers; the page is the same without them.
TRACKING = frozenset((
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "gclsrc", "msclkid", "yclid", "twclid", "ttclid", "igsh", "igshid",
    "mibextid", "mc_cid", "mc_eid", "srsltid", "_hsenc", "_hsmi", "__tn__", "__cft__[0]", "__xts__[0]", "ref_src",
    "ref_url", "vero_id", "s_cid", "li_fat_id",
))  # fmt: skip
TRACKING_PREFIX = "utm_"


def clean_address(address: str) -> str:
    """Return a web address without tracking parameters and without redirecting pages (Google, Facebook) around."""
    # Redirecting pages are put inside one another, such as Facebook's around Google's.
    for _step in range(MOST_REDIRECTS):
        target = redirect_target(address)
        if not target:
            break
        address = target
    parts = _split(address)
    if parts is None or not parts.query:
        return address
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not is_tracking(pair)]
    # An address without tracking stays letter by letter.
    return address if kept == pairs else urlunsplit(parts._replace(query="&".join(kept)))


def redirect_target(address: str) -> str:
    """Return the address to which a known redirecting page leads; "" for every other address."""
    parts = _split(address)
    if parts is None:
        return ""
    host, here = parts.hostname or "", parts.path.rstrip("/")
    host = "google.com" if GOOGLE.match(host) else host
    for known, path, names in REDIRECTORS:
        if (host == known or host.endswith(f".{known}")) and path.rstrip("/") in (here, "*"):
            values = parse_qs(parts.query)
            found = next((values[name][0] for name in names if name in values), "")
            # Only addresses of the web: a redirect may also lead to javascript: or to a path.
            return found if has_scheme(found) else ""
    return _amp_target(parts) if host == "google.com" else ""


def _amp_target(parts: SplitResult) -> str:
    prefix = next((prefix for prefix in AMP if parts.path.startswith(prefix)), "")
    host, slash, path = parts.path.removeprefix(prefix).partition("/")
    if not prefix or "." not in host:
        return ""
    return urlunsplit(("https" if prefix == AMP[0] else "http", host, slash + path, parts.query, parts.fragment))


def is_tracking(pair: str) -> bool:
    """Return whether a query parameter ("name=value") is known to track readers."""
    name = pair.partition("=")[0].lower().replace("%5b", "[").replace("%5d", "]")
    return name in TRACKING or name.startswith(TRACKING_PREFIX)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def clean_addresses(text: str) -> str:
    """Return a text with each web address in it cleaned of tracking and redirecting pages."""
    if "://" not in text:
        return text
    return ADDRESS.sub(lambda found: "".join(_cleaned(found.group())), text)


def _cleaned(found: str) -> tuple[str, str]:
    address, rest = without_punctuation(found)
    return (clean_address(address) if has_scheme(address) else address), rest


def clean_links(markup: str) -> str:
    """Return HTML with the address of each link cleaned of tracking and redirecting pages."""
    return HREF.sub(lambda found: escape(clean_address(unescape(found.group()))), markup)


def without_punctuation(found: str) -> tuple[str, str]:
    """Return an address found in a text, and the punctuation after it that is not part of it."""
    end = len(found)
    while end and (found[end - 1] in PUNCTUATION or _closes_nothing(found[:end])):
        end -= 1
    return found[:end], found[end:]


def _closes_nothing(address: str) -> bool:
    opening = BRACKETS.get(address[-1])
    return opening is not None and address.count(address[-1]) > address.count(opening)


def without_addresses(text: str) -> str:
    """Return a text as one line without the web and mail addresses in it."""
    return " ".join(ADDRESS.sub(" ", text).split())


def link_addresses(markup: str, *, mails: bool = True) -> str:
    """Return HTML in which each web and mail address is a link; without `mails` only web addresses."""
    parts, depth = TAG.split(markup), 0
    for number, part in enumerate(parts):
        if number % 2:
            depth += part[:3].lower() in ("<a ", "<a>")
            depth -= part[:3].lower() == "</a"
        elif not depth and ("://" in part or "@" in part or "www." in part.lower()):
            parts[number] = _linked(unescape(part), mails)
    return "".join(parts)


def _linked(text: str, mails: bool) -> str:
    pieces, end = [], 0
    for found in ADDRESS.finditer(text):
        address, rest = without_punctuation(found.group())
        is_of_web = address.lower().startswith((*SCHEMES, "www."))
        pieces += [
            escape(text[end : found.start()]),
            link(address) if mails or is_of_web else escape(address),
            escape(rest),
        ]
        end = found.end()
    return "".join([*pieces, escape(text[end:])])


def link(address: str) -> str:
    """Return the HTML of a link to a web address (cleaned, nofollow), www. name or mail address."""
    if has_scheme(address):
        href = written = clean_address(address)
    elif address.lower().startswith("www."):
        href, written = f"https://{address}", address
    else:
        return format_html('<a href="mailto:{}">{}</a>', address, address)
    return format_html('<a href="{}" rel="nofollow ugc">{}</a>', href, written)


def has_scheme(address: str) -> bool:
    """Return whether an address begins with http:// or https://."""
    return address.lower().startswith(SCHEMES)
