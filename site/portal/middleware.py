"""The portal's own middleware: canonical host, NUL characters, broken forms, languages, redirects of pages."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from traceback import walk_tb
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

# Seconds for which browsers remember the redirect to the canonical host.
MOVED_SECONDS = 3600
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# No page can ever have had an address below these.
PAGELESS_PREFIXES = ("/admin/", "/workspace/", "/accounts/", "/api/")
PUBLIC_PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)


class CanonicalHostMiddleware:
    """A middleware that redirects to the portal's canonical host name.

    One name serves for cookies, links, counts and caches. Requests for the health addresses and from the machine itself
    are not redirected: they know the portal by its number or another name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.CANONICAL_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.url = urlsplit(settings.CANONICAL_URL)
        if self.url.scheme not in DEFAULT_PORTS or not self.url.hostname:
            raise ImproperlyConfigured("BASE_URL begins with http:// or https:// and names the portal.")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Raises DisallowedHost, a 400, for a name that is none of the portal's.
        host = request.get_host().lower()
        if request.path_info.startswith("/health/") or self.is_own(host) or is_loopback(host):
            return self.get_response(request)
        moved = HttpResponsePermanentRedirect(f"{self.url.scheme}://{self.url.netloc}{request.get_full_path()}")
        if request.method not in ("GET", "HEAD"):
            # With 308 the browser sends the same request again, with its body.
            moved.status_code = 308
        # A name that was configured by mistake must not stay in browsers.
        moved["Cache-Control"] = f"max-age={MOVED_SECONDS}"
        return moved

    def is_own(self, host: str) -> bool:
        """Return whether a Host header names the host of the portal's BASE_URL."""
        default = DEFAULT_PORTS[self.url.scheme]
        return host.removesuffix(default) == self.url.netloc.lower().removesuffix(default)


def is_loopback(host: str) -> bool:
    """Return whether a Host header names the machine itself, such as localhost or 127.0.0.1."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


class NoNulMiddleware:
    """A middleware that lets no address with the character NUL through: PostgreSQL fails on text with it.

    A path with it is a 404, a query string gets a space instead; the API reports which of its parameters is wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        if not request.path_info.startswith("/api/"):
            # Replaced by a space: without it the characters around it could become another NUL, as in %%0000.
            request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%20")
        return self.get_response(request)


class IncompleteFormMiddleware:
    """A middleware that answers 400 to a broken form in Wagtail's admin.

    Wagtail reads such forms, which no browser sends, without checking them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Return 400 for an error caused by an incomplete posted form in the admin, else None."""
        is_of_form = isinstance(error, MultiValueDictKeyError) or (
            isinstance(error, ValueError) and read_by(error) == "value_from_datadict"
        )
        if request.method != "POST" or not request.path_info.startswith("/admin/") or not is_of_form:
            return None
        return HttpResponseBadRequest(_("The form was not received completely. Please load the page again."))


def read_by(error: Exception) -> str:
    """Return the name of the innermost function in which an exception was raised."""
    return [frame.f_code.co_name for frame, _line in walk_tb(error.__traceback__)][-1]


class PublicLocaleMiddleware(LocaleMiddleware):
    """Django's middleware for languages, but a 404 outside the public pages stays a 404.

    Django's answers it by a redirect to /en/..., also below /admin/, /api/ and /accounts/.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return Django's language redirect for a 404 on a public path; other 404s unchanged."""
        if response.status_code == 404 and not request.path_info.startswith(PUBLIC_PREFIXES):
            return response
        return super().process_response(request, response)


class PageRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects of pages that moved, looked up only where a page may have been.

    Wagtail itself asks the database up to four times: with the query string and without, decoded and as it was sent.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return a stored redirect for a 404 where a page may have been, else the response; one query."""
        if response.status_code != 404 or request.path_info.startswith(PAGELESS_PREFIXES):
            return response
        sent = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        paths = [path for whole in (sent, urlsplit(sent).path) for path in (uri_to_iri(whole), whole)]
        site = Site.find_for_request(request)
        rows = Redirect.get_for_site(site).filter(old_path__in=paths).select_related("redirect_page")
        # The path with its query string first, and a redirect of this site before one of all sites.
        found = sorted(rows, key=lambda row: (paths.index(row.old_path), row.site_id is None))
        row = next((row for row in found if row.link), None)
        if row is None:
            return response
        return HttpResponsePermanentRedirect(row.link) if row.is_permanent else HttpResponseRedirect(row.link)
