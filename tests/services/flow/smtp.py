"""A mail server that keeps what it is given, can be away, and can stop in the middle."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from tests.services.servers import spare_port


class Conversation(socketserver.StreamRequestHandler):
    """One client's commands, as far as Django's client gives them (RFC 5321)."""

    server: Server

    def handle(self) -> None:
        self.say("220 ready")
        for line in self.rfile:
            command = line[:4].upper().strip()
            if command == b"QUIT":
                self.say("221 bye")
                return
            if command == b"DATA":
                self.take()
            else:
                self.say("250 fine")

    def take(self) -> None:
        self.server.asked.set()
        self.server.may_go_on.wait()
        self.say("354 go on")
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                self.server.kept.append(b"".join(lines))
                self.say("250 it is mine")
                return
            lines.append(line)

    def say(self, what: str) -> None:
        self.wfile.write(f"{what}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, kept: list[bytes]) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.kept = kept
        self.asked, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()

    def handle_error(self, *_: object) -> None:
        """A client that was killed in the middle is what some tests are about."""


class MailServer:
    """Starts at once; `stop` and `start` again on the same port."""

    def __init__(self) -> None:
        self.port = spare_port()
        self._kept: list[bytes] = []
        self.start()

    def start(self) -> None:
        self._server = Server(self.port, self._kept)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        """From now on connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hold(self) -> None:
        """Accept no further mail, but keep whoever brings one waiting, until `let_go`."""
        self._server.asked.clear()
        self._server.may_go_on.clear()

    def wait_until_asked(self) -> None:
        assert self._server.asked.wait(20), "Nobody brought a mail"

    def let_go(self) -> None:
        self._server.may_go_on.set()

    @property
    def taken(self) -> int:
        """The number of mails accepted so far."""
        return len(self._kept)

    def mails(self, to: str, about: str = "") -> list[EmailMessage]:
        """Return the mails accepted for an address, with `about` in every form of their text: plain, and as a page."""
        kept = [message_from_bytes(mail, policy=default) for mail in self._kept]
        return [mail for mail in kept if mail["To"] == to and all(about in form for form in forms_of(mail))]


def forms_of(mail: EmailMessage) -> list[str]:
    """Its text in each form from which a mail program chooses one to show."""
    return [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
