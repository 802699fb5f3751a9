"""Mail leaves: the server takes it, and its sender is one to whom an answer finds its way."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.utils import parseaddr

import dns.resolver
from django.conf import settings
from django.core.mail import get_connection

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers.addresses import is_public_host

SMTP = "django.core.mail.backends.smtp.EmailBackend"
# Where mail goes otherwise, by the last part but one of the backend's name.
ELSEWHERE = {
    "console": "to the log",
    "filebased": "into files",
    "dummy": "nowhere",
    "locmem": "into the memory of a process",
}
TIMEOUT = 4.0
# Domains that nobody has (RFC 2606, RFC 6761), or that only this machine knows.
NOBODYS = ("localhost", "local", "localdomain", "invalid", "test", "example", "example.org", "example.com")
HOW_TO = "EMAIL_URL=smtp+tls://USER:PASSWORD@HOST:587"


@check()
def backend() -> Iterator[SetupFinding]:
    """Tell when mail is not sent to people but goes to the console, files or memory."""
    # The last part but one: "django.core.mail.backends.smtp.EmailBackend" is "smtp".
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    if where := ELSEWHERE.get(kind):
        yield fault(
            f"Mail goes {where} instead of to people, so nobody gets sign-in codes or decisions.",
            f"Set {HOW_TO} with a mail server that accepts the portal's mail.",
        )


@check(after=("mail.backend",))
def server() -> Iterator[SetupFinding]:
    """Tell when the mail server does not answer, refuses to sign the portal in, or offers no TLS as configured."""
    try:
        sign_in()
    except smtplib.SMTPAuthenticationError:
        yield fault(
            "The mail server refuses the user and password in EMAIL_URL.",
            "Use those of its provider; write signs such as @ and / in them as %40 and %2F.",
        )
    except smtplib.SMTPNotSupportedError as error:
        yield fault(
            f"The mail server does not support what EMAIL_URL asks for ({error}).",
            "Use the port and scheme that its provider names: smtp+tls:// with 587, or smtp+ssl:// with 465.",
        )
    # SMTP's own errors are OSErrors too, so this comes last.
    except OSError as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        yield fault(
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not accept the connection ({reason}).",
            "Compare host, port and scheme in EMAIL_URL with the provider's, and check that no firewall is between.",
        )


@check(after=("mail.backend",))
def encryption() -> Iterator[SetupFinding]:
    """Tell when mail, or the mail server's password, is sent over a network without TLS."""
    if settings.EMAIL_BACKEND != SMTP or settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL:
        return
    if settings.EMAIL_HOST_PASSWORD or is_public_host(settings.EMAIL_HOST):
        yield fault(
            "Mail and the password for the mail server are sent without TLS, and can be read on the way.",
            f"Set {HOW_TO}, or smtp+ssl:// with port 465.",
        )


@check()
def sender() -> Iterator[SetupFinding]:
    """Tell when DEFAULT_FROM_EMAIL is no address or has a placeholder domain."""
    domain = sender_domain()
    if not domain or "." not in domain or domain.endswith(tuple(f".{name}" for name in NOBODYS)) or domain in NOBODYS:
        yield fault(
            f"The sender of mails ({settings.DEFAULT_FROM_EMAIL}) has a domain that does not exist, "
            "so mails are refused.",
            "Set DEFAULT_FROM_EMAIL to an address at the portal's own domain.",
        )


@check(after=("mail.backend", "mail.sender"))
def sender_can_receive() -> Iterator[SetupFinding]:
    """Tell when the domain of the portal's sender address has no MX record: many servers refuse its mail."""
    domain = sender_domain()
    if not takes_mail(domain):
        yield warning(
            f"The domain {domain} of the sender has no MX record, so many servers refuse the mail.",
            "Add one in the domain's DNS, or set DEFAULT_FROM_EMAIL to a domain that has one.",
        )


def sign_in() -> None:
    """Connect and sign in to the mail server, then disconnect. Raises OSError (SMTPException) on failure."""
    connection = get_connection(timeout=TIMEOUT)
    try:
        connection.open()
    # Django's backend closes with QUIT only where it was opened.
    finally:
        connection.close()


def sender_domain() -> str:
    """Return the domain of DEFAULT_FROM_EMAIL, the address from which the portal sends mail."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].strip().lower()


def takes_mail(domain: str) -> bool:
    """Return whether a domain has an MX record for mail. Raises DNSException when no name server answers."""
    try:
        # `lifetime` bounds all attempts together, and not each one.
        found = dns.resolver.resolve(domain, "MX", lifetime=TIMEOUT)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return False
    # A single dot says that there is none (RFC 7505).
    return any(str(record.exchange) != "." for record in found)
