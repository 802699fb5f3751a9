"""The one place that removes personal data from log lines."""

from __future__ import annotations

import re

from common.secret_paths import without_secrets

# Also where a library's error or a traceback quotes it: people stand in the log by number.
MAIL_ADDRESS = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE)
# What follows a path: words of a search, addresses in links.
QUERY = re.compile(r"(?<=\S)\?[\w%.~+\[\]-]{1,100}=[^\s\"']*")
IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d)")
# Eight groups, or the short form with "::". A time such as 12:30:45 is neither.
GROUPS = r"[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}"
IPV6 = re.compile(
    rf"(?<![\w:])(?:[0-9a-f]{{1,4}}(?::[0-9a-f]{{1,4}}){{7}}|(?:{GROUPS})?::(?:{GROUPS})?)(?![\w:])", re.IGNORECASE
)
# Numbers of Cambodia, with or without the code of the country.
PHONE = re.compile(r"(?<![\w.])(?:\+|00)?(?:855[ .-]?|0)[1-9]\d?(?:[ .-]?\d){6,7}(?![\w])")


def redacted(text: str) -> str:
    """Return a text without secrets of links, query strings, mail and network addresses and telephone numbers."""
    text = MAIL_ADDRESS.sub("[address]", without_secrets(text))
    text = QUERY.sub("?[query]", text)
    text = IPV6.sub("[network]", IPV4.sub("[network]", text))
    return PHONE.sub("[telephone]", text)
