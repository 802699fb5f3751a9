"""An https server on this machine that answers as it is told, with a certificate made for the test."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass
class Authority:
    """A certificate authority that the test trusts."""

    folder: Path

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the test")])
        now = dt.datetime.now(dt.UTC)
        builder = self.builder(self.name, self.key, now - dt.timedelta(days=400), now + dt.timedelta(days=400))
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.certificate = builder.add_extension(usage, critical=True).sign(self.key, SHA256())
        self.path = self.folder / "authority.pem"
        self.path.write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def builder(self, name: x509.Name, key: Any, begins: dt.datetime, ends: dt.datetime) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
        )

    def certificate_for(self, host: str, days: float, begun: float = 100) -> Path:
        """Return the file of a certificate, with its key, that ends in so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = dt.datetime.now(dt.UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
        builder = self.builder(name, key, now - dt.timedelta(days=begun), now + dt.timedelta(days=days))
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host.replace(".", "").isdecimal():
            names = [x509.IPAddress(ipaddress.ip_address(host))]
        made = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(self.key, SHA256())
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = self.folder / f"{host}-{days}.pem"
        path.write_bytes(made.public_bytes(Encoding.PEM) + private)
        return path

    def server_context(self, certificate: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        return context


class Answers(BaseHTTPRequestHandler):
    """Answers each path with status, headers and body of `pages`, else 404."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}

    def do_GET(self) -> None:
        status, headers, body = self.pages.get(self.path, (404, {}, b"not here"))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients that end a handshake are what the tests are about."""


@contextmanager
def https_server(pages: dict[str, Any], context: ssl.SSLContext | None) -> Iterator[int]:
    """Give the port of a server that answers with these pages; without a context it speaks no TLS."""
    server = Server(("127.0.0.1", 0), type("Pages", (Answers,), {"pages": pages}))
    if context:
        # The handshake is made in the thread of the connection: a client that gives up holds nobody up.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
