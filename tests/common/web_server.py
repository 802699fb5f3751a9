"""A server on this machine that poses as public sites of the web, to be fetched from."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common.outgoing_http import addresses, client

# Seconds between two bytes of what drips, and for how many bytes it goes on.
PAUSE, DROPS = 0.05, 100
BOMB = 4_000_000


class Answers(BaseHTTPRequestHandler):
    """Answers each path with the status it names; some answer in ways of their own."""

    asked: list[str] = []
    headers_seen: list[dict[str, str]] = []
    now, most = 0, 0
    lock = threading.Lock()

    def do_GET(self) -> None:
        self.asked.append(f"{self.command} {self.path} {self.headers['Host']}")
        self.headers_seen.append(dict(self.headers))
        name = self.path.strip("/").replace("-", "_")
        if own := getattr(self, f"say_{name}", None):
            return own()
        if self.path.startswith("/to="):
            return self.say(302, Location=self.path.removeprefix("/to="))
        if self.path.startswith("/for-good="):
            return self.say(301, Location=self.path.removeprefix("/for-good="))
        if self.path.startswith("/again="):
            return self.say(307, Location=self.path.removeprefix("/again="))
        return self.say(int(name or 200))

    do_HEAD = do_POST = do_GET

    def say(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def say_no_head(self) -> None:
        self.say(200 if self.command == "GET" else 404)

    def say_drip_status(self) -> None:
        self.drip(b"H" * DROPS)

    say_slow = say_drip_status

    def say_drip_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip(b"x" * DROPS)

    def say_drip_body(self) -> None:
        self.say(200)
        self.drip(b"x" * DROPS)

    def say_drip_known_length(self) -> None:
        self.say(200, Content_Length=str(DROPS))
        self.drip(b"x" * DROPS)

    def say_drip_chunks(self) -> None:
        self.say(200, Transfer_Encoding="chunked")
        self.drip(b"1\r\nx\r\n" * DROPS)

    def drip(self, data: bytes) -> None:
        with suppress(OSError):
            for number in range(len(data)):
                self.wfile.write(data[number : number + 1])
                time.sleep(PAUSE)

    def say_text(self) -> None:
        self.say(200, "នារី".encode())

    def say_chunks(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.say(200, b"4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n", Transfer_Encoding="chunked")

    def say_gzip(self) -> None:
        self.say(200, gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip")

    def say_deflate(self) -> None:
        self.say(200, zlib.compress(b"one two"), Content_Encoding="deflate")

    def say_bomb(self) -> None:
        self.say(200, gzip.compress(b"\0" * BOMB), Content_Encoding="gzip")

    def say_large(self) -> None:
        with suppress(OSError):
            self.say(200, b"x" * BOMB)

    def say_large_headers(self) -> None:
        self.say(200, **{f"X_{number}": "x" * 1000 for number in range(50)})

    def say_brotli(self) -> None:
        self.say(200, b"?", Content_Encoding="br")

    def say_garbage(self) -> None:
        self.say(200, b"no gzip", Content_Encoding="gzip")

    def say_cut(self) -> None:
        self.say(200, b"one", Content_Length="10")

    def say_cut_gzip(self) -> None:
        self.say(200, gzip.compress(b"one two")[:-9], Content_Encoding="gzip")

    def say_no_http(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2p1\r\n")

    def say_alone(self) -> None:
        with self.lock:
            Answers.now += 1
            Answers.most = max(Answers.most, Answers.now)
        time.sleep(PAUSE)
        with self.lock:
            Answers.now -= 1
        self.say(200)

    def say_echo(self) -> None:
        self.say(200, self.command.encode() + b" " + self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site on this machine that counts as public; inside.example does not."""
    with serving(monkeypatch, "http"):
        yield "http://site.example"


@pytest.fixture
def secure_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The same by https, with a certificate for site.example that the portal trusts."""
    certificate = make_certificate(tmp_path, "site.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    with serving(monkeypatch, "https") as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield "https://site.example"


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch, scheme: str) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    # Who hangs up before the end is what many tests are about.
    monkeypatch.setattr(server, "handle_error", lambda *args: None)
    monkeypatch.setitem(addresses.PORTS, scheme, server.server_port)
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    local = ["127.0.0.1"]
    names(monkeypatch, {"site.example": local, "other.example": local, "inside.example": ["10.0.0.1"]})
    Answers.asked.clear()
    Answers.headers_seen.clear()
    Answers.now = Answers.most = 0
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def make_certificate(folder: Path, name: str) -> Path:
    """Write a key with a certificate for a name, which it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(key.private_bytes(*formats) + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def names(monkeypatch: pytest.MonkeyPatch, known: dict[str, list[str]]) -> list[str]:
    """Let names stand for these addresses and no others; return the list of the names that are looked up."""
    looked: list[str] = []

    def look_up(host, port, *args, **kwargs):
        if host.replace(".", "").isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        looked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return looked


def change_after_look_up(monkeypatch: pytest.MonkeyPatch, known: dict[str, list[str]]) -> None:
    """Let site.example lead into the portal's network as soon as it was looked up (DNS rebinding)."""
    look = addresses.target_of

    def look_and_change(url, deadline):
        target = look(url, deadline)
        known["site.example"] = ["10.0.0.1"]
        return target

    monkeypatch.setattr(client, "target_of", look_and_change)
