"""Doctor's findings at mail servers and name servers, asked of real ones on this machine."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from django.core.mail.backends import smtp

from operations.doctor.registry import SetupCheck
from operations.doctor.runner import run_in_this_thread
from operations.doctor.servers import mail
from tests.operations.mail_server import PASSWORD, USER, Server, mail_server
from tests.operations.tls_server import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def configured(settings: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Callable[[Server], None]:
    """Let the portal's settings name a server, with TLS, user and password."""
    trusting = partial(ssl.create_default_context, cafile=str(authority.path))
    monkeypatch.setattr(smtp.ssl, "create_default_context", trusting)
    monkeypatch.setattr(mail, "TIMEOUT", 1.0)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = mail.SMTP, "localhost"
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD

    def configure(server: Server) -> None:
        settings.EMAIL_PORT = server.server_address[1]

    return configure


def problems(check: Any) -> list[str]:
    found = run_in_this_thread(SetupCheck("mail.x", check))
    assert isinstance(found, list), found
    return [finding.problem for finding in found]


def test_a_server_that_signs_the_portal_in_is_nothing_to_speak_of(
    configured: Callable[[Server], None], authority: Authority, settings: Any
) -> None:
    context = authority.server_context(authority.certificate_for("localhost", 30))
    with mail_server(context) as server:
        configured(server)
        assert problems(mail.server) == problems(mail.encryption) == []

        settings.EMAIL_HOST_PASSWORD = "another"
        assert problems(mail.server) == ["The mail server refuses the user and password in EMAIL_URL."]

        server.is_silent.set()
        assert "timed out" in problems(mail.server)[0]


def test_what_a_server_lacks_is_told(configured: Callable[[Server], None], authority: Authority, settings: Any) -> None:
    with mail_server() as server:
        configured(server)
        assert "STARTTLS extension not supported" in problems(mail.server)[0]

        settings.EMAIL_USE_TLS = False
        assert problems(mail.server) == []
        assert len(problems(mail.encryption)) == 1
    assert "Connection refused" in problems(mail.server)[0]

    with mail_server(signs_in=False) as server:
        configured(server)
        assert "AUTH extension not supported" in problems(mail.server)[0]


def test_a_certificate_for_another_name_is_told(configured: Callable[[Server], None], authority: Authority) -> None:
    context = authority.server_context(authority.certificate_for("other.women.org.kh", 30))
    with mail_server(context) as server:
        configured(server)

        assert "certificate verify failed: Hostname mismatch" in problems(mail.server)[0]


RECORDS = {"good.org.kh.": ["10 mail.good.org.kh."], "null.org.kh.": ["0 ."], "none.org.kh.": []}


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Knows the MX records of a few domains, and of no other."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            asked, client = server.recvfrom(4096)
            if not asked:
                return
            question = dns.message.from_wire(asked)
            answer = dns.message.make_response(question)
            name = question.question[0].name.to_text()
            if name not in RECORDS:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            elif RECORDS[name]:
                answer.answer = [dns.rrset.from_text(name, 60, "IN", "MX", *RECORDS[name])]
            server.sendto(answer.to_wire(), client)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
    yield
    server.sendto(b"", server.getsockname())
    thread.join(5)
    server.close()


def test_a_domain_without_a_mail_server_is_told(name_server: None, settings: Any) -> None:
    found = {}
    for domain in ("good", "null", "none", "unknown"):
        settings.DEFAULT_FROM_EMAIL = f"Neary <no-reply@{domain}.org.kh>"
        found[domain] = len(problems(mail.sender_can_receive))

    assert found == {"good": 0, "null": 1, "none": 1, "unknown": 1}


def test_a_silent_name_server_is_told_as_such(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], silent.getsockname()[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        monkeypatch.setattr(mail, "TIMEOUT", 0.2)
        settings.DEFAULT_FROM_EMAIL = "no-reply@good.org.kh"

        assert str(run_in_this_thread(SetupCheck("mail.x", mail.sender_can_receive))).startswith("LifetimeTimeout")
