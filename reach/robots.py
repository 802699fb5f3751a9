"""Recognise programs that ask for pages, by what they call themselves: pure functions that keep nothing."""

from __future__ import annotations

# Every browser that people use begins so, also those inside of Facebook, Telegram and other apps.
BROWSERS = ("Mozilla/", "Opera/")
# Parts of names that programs give themselves, in lower case. "compatible;" stands in no browser of the last ten years,
# and an address or a domain in none at all. Not "google", "facebook" or "search": apps of people have these.
TOKENS = (
    "bot", "crawl", "spider", "slurp", "scrap", "preview", "fetch", "headless", "lighthouse", "pagespeed", "monitor",
    "facebookexternal", "archiv", "validat", "checker", "synthetic", "playwright", "selenium", "puppeteer", "phantomjs",
    "pingdom", "gtmetrix", "ptst/", "httrack", "zgrab", "survey", "audit", "inspect", "java/", "feed", "compatible;",
    "http:", "https:", "www.", ".com",
)  # fmt: skip
# A user agent is one line of at most so many letters; what is longer is no browser's.
LONGEST = 1000


def is_robot(agent: str) -> bool:
    """Return whether a User-Agent header is a program's and no person's browser; True for an empty one."""
    if not agent.startswith(BROWSERS) or len(agent) > LONGEST:
        return True
    # Cubot makes phones. Plain searches are faster than one regular expression of all words.
    name = agent.lower().replace("cubot", "")
    return any(token in name for token in TOKENS)
