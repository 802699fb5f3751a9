"""The portal's own address as a visitor meets it: certificate, redirects, private files."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from urllib.parse import SplitResult, quote

from django.conf import settings

from assets.models import FilePublicity, Image
from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.installation.hosts import canonical_address
from operations.doctor.machine.files import keeps_files_here
from operations.doctor.registry import check

# Without a usable address there is nothing to ask.
ADDRESS = ("hosts.allowed", "hosts.base_url", "hosts.base_url_allowed")
ANSWERS = (*ADDRESS, "web.certificate", "web.answers")
# Seconds.
TIMEOUT = 4.0
# certbot renews 30 days before the end: with 14 left it has failed for two weeks.
RENEWED_BEFORE = timedelta(days=14)
# What OpenSSL finds wrong, by its numbers (x509_vfy.h).
EXPIRED, NOT_YET_VALID, WRONG_NAME = 10, 9, (62, 64)
# More of an answer says nothing more.
MOST_BYTES = 2000
RENEW = "Renew it, and let the program that renews it run by itself (certbot's timer, or what ends TLS)."


@dataclass(frozen=True)
class WebAnswer:
    """The beginning of the answer at the portal's address, and the end of its certificate."""

    status: int
    headers: Message
    body: bytes
    certificate_ends: datetime | None


@check(after=ADDRESS)
def certificate() -> Iterator[SetupFinding]:
    """Tell when the TLS certificate of BASE_URL is expired, ends soon, has another name, or is not trusted."""
    try:
        ends = ask_portal("/health/live").certificate_ends
    except ssl.SSLCertVerificationError as error:
        yield fault(f"{problem_of(error)}, so browsers warn all visitors.", remedy_of(error))
    # Not certificate errors, which are a subclass and come first.
    except ssl.SSLError:
        yield fault(
            f"What answers at {settings.CANONICAL_URL} speaks no TLS.", "Configure TLS in the web server there."
        )
    except (OSError, http.client.HTTPException):
        # web.answers tells of it.
        return
    else:
        if ends and ends - datetime.now(UTC) < RENEWED_BEFORE:
            days = (ends - datetime.now(UTC)).days
            yield fault(f"The certificate of {settings.CANONICAL_URL} ends in {days} days ({ends:%d %B %Y}).", RENEW)


@check(after=(*ADDRESS, "web.certificate"))
def answers() -> Iterator[SetupFinding]:
    """Tell when BASE_URL does not answer, or something else than this portal answers."""
    try:
        answer = ask_portal("/health/live")
    except (OSError, http.client.HTTPException) as error:
        # A warning: from inside some networks the public address is not reachable although visitors reach it.
        yield warning(
            f"Nobody answers at {settings.CANONICAL_URL} from here ({type(error).__name__}).",
            "Check that its name leads to this machine, and that a web server listens there; some networks cannot "
            "reach their own address from inside.",
        )
        return
    if answer.status != http.client.OK or not answer.body.startswith(b"live"):
        yield fault(
            f"At {settings.CANONICAL_URL} something else than this portal answers (status {answer.status}).",
            "Configure the web server there to pass all paths to the portal.",
        )


@check(after=ANSWERS)
def redirect_loop() -> Iterator[SetupFinding]:
    """Tell when the portal's page /en/ redirects to itself, because the portal does not know of the https."""
    path = "/en/"
    answer = ask_portal_quietly(path)
    # The address itself, and nothing else: /en/ may lead to another page.
    if answer and answer.headers.get("Location") == f"{settings.CANONICAL_URL.rstrip('/')}{path}":
        yield fault(
            "Each page redirects to itself without end: the portal does not know that the request came by https.",
            "Configure the server that ends TLS to send the header X-Forwarded-Proto: https.",
        )


@check(after=(*ANSWERS, "database.answers", "database.migrations"))
def private_files() -> Iterator[SetupFinding]:
    """Tell when the web server sends private files to everybody, or does not send public pictures."""
    prefix = settings.FILES_ACCEL_PREFIX
    # A private picture: with the public one an answer would prove nothing.
    name = stored_picture(public=False)
    if not prefix or not name or not keeps_files_here():
        return
    answer = ask_portal_quietly(f"{prefix}{quote(name)}")
    if answer and answer.status == http.client.OK:
        yield fault(
            f"Everybody can fetch private pictures and documents below {settings.CANONICAL_URL}{prefix}.",
            f"Write `internal;` into nginx's location {prefix}, as docker/nginx.conf has it, and reload it.",
        )
    elif public := stored_picture(public=True):
        yield from not_sent(ask_portal_quietly(f"{settings.MEDIA_URL}{quote(public)}"))


def not_sent(answer: WebAnswer | None) -> Iterator[SetupFinding]:
    """Yield a fault when the answer for a public picture shows that nginx did not send it."""
    # nginx removes this header: whoever sees it got the portal's own answer, with an empty body.
    if answer and answer.headers.get("X-Accel-Redirect"):
        yield fault(
            "FILES_ACCEL_PREFIX is set, but there is no nginx that handles it, so pictures and documents are empty.",
            "Remove FILES_ACCEL_PREFIX, or let nginx stand before the portal with docker/nginx.conf's location.",
        )
    # 403: nginx may not read the folder. 404: its location names another one.
    elif answer and answer.status in (http.client.FORBIDDEN, http.client.NOT_FOUND):
        yield fault(
            f"The web server does not find public pictures, or may not read them (status {answer.status}).",
            f"Let its location {settings.FILES_ACCEL_PREFIX} name {settings.MEDIA_ROOT}, and let it read that folder.",
        )


def stored_picture(*, public: bool) -> str:
    """Return the file name of the newest picture, of public pages only with `public`; "" when there is none."""
    pictures = Image.objects.order_by("-pk")
    if public:
        pictures = pictures.filter(pk__in=FilePublicity.objects.open().exclude(image=None).values("image"))
    return pictures.values_list("file", flat=True).first() or ""


def problem_of(error: ssl.SSLCertVerificationError) -> str:
    """Return a sentence that says why BASE_URL's certificate is invalid: expired, another name, not trusted."""
    told = {
        EXPIRED: "is expired",
        NOT_YET_VALID: "is not valid yet",
        **dict.fromkeys(WRONG_NAME, "is for another name"),
    }
    found = told.get(error.verify_code, f"is not trusted ({error.verify_message})")
    return f"The certificate of {settings.CANONICAL_URL} {found}"


def remedy_of(error: ssl.SSLCertVerificationError) -> str:
    """Return a sentence that says how to repair an invalid TLS certificate."""
    if error.verify_code == EXPIRED:
        return RENEW
    if error.verify_code == NOT_YET_VALID:
        return "Set the clocks of this machine and of the one that made it."
    if error.verify_code in WRONG_NAME:
        return "Get one for the name in BASE_URL, or write into BASE_URL the name that the certificate has."
    return "Get one from an authority that browsers know (Let's Encrypt), and send its chain along."


def ask_portal_quietly(path: str) -> WebAnswer | None:
    """Send a GET to the portal's own address (BASE_URL); return the answer, None when there is none."""
    try:
        return ask_portal(path)
    except (OSError, http.client.HTTPException):
        return None


def ask_portal(path: str) -> WebAnswer:
    """Send a GET to the portal's own address, following no redirect. Raises OSError or HTTPException on failure."""
    address = canonical_address()
    if address is None or not address.hostname:
        raise ConnectionError("BASE_URL names no address")
    connection = connect_to(address)
    try:
        # The port too, where it is none of the usual ones: ALLOWED_HOSTS and redirects look at it.
        connection.request("GET", path, headers={"Host": address.netloc, "User-Agent": "Neary doctor"})
        # Before the answer is read: http.client closes the connection with the end of the answer.
        ends = certificate_end(connection)
        answer = connection.getresponse()
        return WebAnswer(answer.status, answer.headers, answer.read(MOST_BYTES), ends)
    finally:
        connection.close()


def connect_to(address: SplitResult) -> http.client.HTTPConnection:
    """Return an HTTP or HTTPS connection to an address, not yet opened."""
    if address.scheme == "https":
        return http.client.HTTPSConnection(
            address.hostname or "", address.port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT)


def certificate_end(connection: http.client.HTTPConnection) -> datetime | None:
    """Return the time at which the server's TLS certificate expires; None without TLS."""
    if not isinstance(connection.sock, ssl.SSLSocket):
        return None
    ends = str((connection.sock.getpeercert() or {}).get("notAfter", ""))
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None
