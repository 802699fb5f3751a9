"""Tell by which way a reader came: from the Referer's host and the app's name, which are looked at and not kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from reach.models import Way

# Hosts by the way that they are, each with all hosts below it. An app of Android names itself as a host too
# (android-app://org.telegram.messenger/).
HOSTS = {
    Way.FACEBOOK: ("facebook.com", "fb.com", "fb.me", "messenger.com", "com.facebook.katana", "com.facebook.orca"),
    Way.TELEGRAM: ("telegram.org", "t.me", "telegram.me", "org.telegram.messenger", "org.telegram.messenger.web"),
    Way.MAIL: (
        "mail.google.com", "com.google.android.gm", "outlook.live.com", "outlook.office.com", "outlook.office365.com",
        "mail.yahoo.com", "mail.proton.me", "mail.zoho.com", "mail.yandex.com", "mail.ru",
    ),
    Way.FEED: ("feedly.com", "inoreader.com", "newsblur.com", "theoldreader.com", "feedbin.com", "com.devhd.feedly"),
    Way.ENGINES: (
        "bing.com", "duckduckgo.com", "search.yahoo.com", "ecosia.org", "qwant.com", "startpage.com", "baidu.com",
        "search.brave.com", "coccoc.com", "yandex.com", "yandex.ru", "com.google.android.googlequicksearchbox",
    ),
}  # fmt: skip
# Google's search has a host in each country, and its other services have hosts below those.
GOOGLE = ("www.google.", "google.")
# Apps in whose own browser a page is open, although no Referer says so.
APPS = ((Way.FACEBOOK, ("FBAN/", "FBAV/", "FB_IAB/", "MetaIAB")), (Way.TELEGRAM, ("Telegram-",)))


def way_of(referer: str, agent: str, own_host: str) -> Way:
    """Return the way of a reader, by Referer and User-Agent headers; `own_host` is the portal's, as in the Host header.

    A click on Facebook's site and one in its app are the same way. A reader without Referer came by OTHER.
    """
    try:
        address = urlsplit(referer)
    except ValueError:
        return Way.OTHER
    if address.netloc and address.netloc == own_host:
        return Way.SEARCH if "/search/" in address.path else Way.PORTAL
    return of_host(address.netloc.rpartition("@")[2].partition(":")[0].lower()) or of_app(agent) or Way.OTHER


def of_host(host: str) -> Way | None:
    """Return the way that a host in lower case is, or None for one that is on no list."""
    for way, names in HOSTS.items():
        if any(host == name or host.endswith(f".{name}") for name in names):
            return way
    return Way.ENGINES if host.startswith(GOOGLE) else None


def of_app(agent: str) -> Way | None:
    """Return the way of the app whose browser has this User-Agent, or None for any other browser."""
    return next((way for way, words in APPS if any(word in agent for word in words)), None)
