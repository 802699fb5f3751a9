"""A private Postfix with the configuration of docker/, which keeps what readers and strangers get.

Everything to `lists.example.org` goes to the portal by LMTP, which is asked at RCPT whether it knows an address;
everything to `readers.test` and `elsewhere.test` lies in mailboxes of the mbox format. It listens on the loopback
address alone, has no way to another machine, and must be started as root.
"""

from __future__ import annotations

import contextlib
import grp
import json
import mailbox
import os
import pwd
import shutil
import smtplib
import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.processes import PATIENCE, REPOSITORY, CommandFailed, ServerMissing, run, spare_port, wait_for

PORTAL_DOMAIN, HOST = "lists.example.org", "mail.lists.example.org"
READERS, ELSEWHERE = "readers.test", "elsewhere.test"
PROGRAMS = "/usr/lib/postfix/sbin"
CONFIGURATION = REPOSITORY / "docker" / "postfix"


@dataclass
class Postfix:
    """A running instance: it takes the world's mails at `port`, the portal's at `portal_port`.

    At `lmtp_port` it looks for the portal.
    """

    folder: Path
    port: int
    portal_port: int
    lmtp_port: int

    @property
    def log(self) -> str:
        file = self.folder / "log" / "mail.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def start(self) -> None:
        self.command("postfix", "start")
        wait_for(self.answers, "Postfix", PATIENCE)

    def stop(self) -> None:
        """End it in order; mails under way stay in its queue."""
        with contextlib.suppress(CommandFailed):
            self.command("postfix", "stop")
        wait_for(lambda: not self.answers(), "Postfix to end", PATIENCE)

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def command(self, program: str, *arguments: str) -> str:
        return run([f"/usr/sbin/{program}", "-c", self.folder / "etc", *arguments])

    # Mailboxes

    def add_mailboxes(self, addresses: Iterable[str]) -> None:
        """Make mailboxes; mail to other addresses of the two domains is refused."""
        file = self.folder / "etc" / "mailboxes"
        known = file.read_text() if file.exists() else ""
        file.write_text(known + "".join(f"{address} {address}\n" for address in addresses))
        self.command("postmap", f"hash:{file}")

    def mailbox_file(self, address: str) -> Path:
        return self.folder / "mailboxes" / address

    def mails(self, address: str) -> list[mailbox.mboxMessage]:
        """Return what lies in a mailbox, oldest first."""
        file = self.mailbox_file(address)
        return list(mailbox.mbox(file, create=False)) if file.exists() else []

    def mailboxes_with_mail(self) -> set[str]:
        return {file.name for file in (self.folder / "mailboxes").iterdir() if file.stat().st_size}

    # Queue

    def queue(self) -> list[dict[str, Any]]:
        """Return the mails in the queue, as `postqueue -j` tells of them."""
        return [json.loads(line) for line in self.command("postqueue", "-j").splitlines()]

    def flush(self) -> None:
        """Try again at once whatever waits."""
        self.command("postqueue", "-f")

    def await_empty(self, seconds: float = 60) -> float:
        return wait_for(lambda: not self.queue(), "Postfix's queue to be empty", seconds, every=0.3)


def own_settings(folder: Path, lmtp_port: int) -> dict[str, object]:
    """Return what a Postfix of the tests has beside the lines of docker/postfix/main.cf, or in their place."""
    owner = pwd.getpwnam("nobody")
    return {
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "daemon_directory": PROGRAMS,
        "command_directory": "/usr/sbin",
        "maillog_file": folder / "log" / "mail.log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "disable_dns_lookups": "yes",
        "transport_maps": f"inline:{{ {PORTAL_DOMAIN}=lmtp:inet:127.0.0.1:{lmtp_port} }}",
        # Short, that a test need not wait: a real server takes minutes, and lasts for days.
        "queue_run_delay": "2s",
        "minimal_backoff_time": "2s",
        "maximal_backoff_time": "4s",
        "address_verify_negative_refresh_time": "2s",
        "address_verify_negative_expire_time": "3s",
        "transport_retry_time": "2s",
        "smtpd_client_connection_rate_limit": "0",
        "smtpd_client_message_rate_limit": "0",
        "smtpd_client_connection_count_limit": "0",
        # Readers and strangers
        "virtual_mailbox_domains": f"{READERS}, {ELSEWHERE}",
        "virtual_mailbox_base": folder / "mailboxes",
        "virtual_mailbox_maps": f"hash:{folder / 'etc' / 'mailboxes'}",
        "virtual_mailbox_limit": "0",
        "virtual_minimum_uid": "1",
        "virtual_uid_maps": f"static:{owner.pw_uid}",
        "virtual_gid_maps": f"static:{owner.pw_gid}",
    }


def main_cf(folder: Path, lmtp_port: int) -> str:
    """Return the configuration of the containers with the places of this machine."""
    own = own_settings(folder, lmtp_port)
    theirs = (CONFIGURATION / "main.cf").read_text().splitlines()
    kept = [line for line in theirs if line.partition("=")[0].strip() not in own]
    first = [f"mail_domain = {PORTAL_DOMAIN}", f"myhostname = {HOST}"]
    return "\n".join([*first, *kept, *(f"{name} = {value}" for name, value in own.items())]) + "\n"


def master_cf(port: int, portal_port: int) -> str:
    """Return the list of processes of the containers, on spare ports, and without a way to other machines."""
    text = (CONFIGURATION / "master.cf").read_text()
    changes = {
        "\n25        inet": f"\n127.0.0.1:{port} inet",
        "\n2525      inet": f"\n127.0.0.1:{portal_port} inet",
        "       smtp\n": "       error\n",
    }
    for theirs, ours in changes.items():
        assert theirs in text, f"master.cf no longer says {theirs}"
        text = text.replace(theirs, ours)
    return text


def lay_out(server: Postfix) -> None:
    """Make the folders and the configuration."""
    folder = server.folder
    # Its processes are of several users, and all walk to its folders.
    folder.chmod(0o755)
    for name in ("etc", "queue", "data", "mailboxes", "log"):
        (folder / name).mkdir(mode=0o755)
    os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postfix").gr_gid)
    os.chown(folder / "mailboxes", pwd.getpwnam("nobody").pw_uid, -1)
    (folder / "etc" / "main.cf").write_text(main_cf(folder, server.lmtp_port))
    (folder / "etc" / "master.cf").write_text(master_cf(server.port, server.portal_port))


def send(server: Postfix, sender: str, recipients: list[str], mail: bytes) -> None:
    """Bring a mail by SMTP, as another mail server does. Raises smtplib.SMTPException when it is refused."""
    with smtplib.SMTP("127.0.0.1", server.port, timeout=PATIENCE) as client:
        refused = client.sendmail(sender, recipients, mail, mail_options=["BODY=8BITMIME"])
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


@contextmanager
def postfix(lmtp_port: int | None = None) -> Iterator[Postfix]:
    """A running Postfix before the portal's LMTP port. Raises ServerMissing."""
    if not shutil.which("postfix", path="/usr/sbin"):
        raise ServerMissing("Postfix is not installed (Debian: postfix)")
    if os.geteuid() != 0:
        raise ServerMissing("Postfix can only be started by root")
    with tempfile.TemporaryDirectory(prefix="neary-postfix-", ignore_cleanup_errors=True) as name:
        server = Postfix(Path(name), spare_port(), spare_port(), lmtp_port or spare_port())
        lay_out(server)
        server.add_mailboxes([])
        try:
            try:
                server.start()
            except (CommandFailed, TimeoutError) as error:
                raise ServerMissing(f"Postfix does not start: {error} {server.log[-2000:]}") from error
            yield server
        finally:
            server.stop()
