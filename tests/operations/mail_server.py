"""A mail server on this machine that signs one person in, over TLS where it has a certificate."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

USER, PASSWORD = "portal", "password-of-mail"


class Conversation(socketserver.StreamRequestHandler):
    """As far as a client goes that signs in and sends nothing (RFC 5321, 3207, 4954)."""

    server: Server

    def handle(self) -> None:
        if self.server.is_silent.is_set():
            self.server.may_end.wait(10)
            return
        self.say("220 ready")
        # Asked anew for each line: TLS brings another file.
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if command.upper() == "STARTTLS":
                self.start_tls()
            else:
                self.say(*self.answer(command.upper(), rest))

    def answer(self, command: str, rest: str) -> list[str]:
        if command == "EHLO":
            offers = (["STARTTLS"] if self.server.context else []) + (["AUTH PLAIN"] if self.server.signs_in else [])
            return [f"250-{offer}" for offer in ["here", *offers]] + ["250 SIZE"]
        if command == "AUTH":
            said = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")[1:]
            return ["235 welcome"] if said == [USER, PASSWORD] else ["535 5.7.8 who are you"]
        return ["250 fine"]

    def start_tls(self) -> None:
        self.say("220 go on")
        assert self.server.context
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None, signs_in: bool) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.context, self.signs_in = context, signs_in
        self.is_silent, self.may_end = threading.Event(), threading.Event()

    def handle_error(self, *_: object) -> None:
        """Clients that leave in the middle are what the tests are about."""


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, *, signs_in: bool = True) -> Iterator[Server]:
    """Give a running server; without a context it has no TLS."""
    server = Server(context, signs_in)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.may_end.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
