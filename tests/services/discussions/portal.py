"""A portal whose boards take mail from a private Postfix, and hand it theirs."""

from __future__ import annotations

import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql_template import load, portal_dump
from tests.services.postfix import PORTAL_DOMAIN, Postfix
from tests.services.servers import Portal, PostgreSQL, Process, await_server, start
from tests.template_database import EMPTY, template_database

AUTHSERV_ID = "mail.lists.example.org"


@dataclass
class MailPortal(Portal):
    """A portal before whose LMTP server stands a Postfix; `postfix_port` 0 is none."""

    lmtp_port: int = 0
    postfix_port: int = 0

    @property
    def env(self) -> dict[str, str]:
        own = {
            "DISCUSSIONS_MAIL_DOMAIN": PORTAL_DOMAIN,
            "DISCUSSIONS_LMTP": f"127.0.0.1:{self.lmtp_port}",
            "DISCUSSIONS_AUTHSERV_ID": AUTHSERV_ID,
            "BASE_URL": "https://neary.test",
        }
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{self.postfix_port}"} if self.postfix_port else {}
        return super().env | own | mail

    def lmtp(self) -> Process:
        """Start the LMTP server and wait until it takes mails."""
        process = start([sys.executable, "manage.py", "lmtp"], self.log("lmtp"), env=self.env)
        await_server(process, lambda: socket.create_connection(("127.0.0.1", self.lmtp_port)).close(), ConnectionError)
        return process


def embedded(data: Path, postfix: Postfix) -> MailPortal:
    """An empty portal on SQLite."""
    shutil.copyfile(template_database(EMPTY), data / "neary.sqlite3")
    return MailPortal(data, lmtp_port=postfix.lmtp_port, postfix_port=postfix.portal_port)


def served(data: Path, server: PostgreSQL, redis_url: str, postfix: Postfix) -> MailPortal:
    """An empty portal on PostgreSQL and Redis."""
    name = server.database()
    load(portal_dump(server.url("postgres"), EMPTY), server.url(name))
    return MailPortal(
        data,
        database_url=server.url(name),
        redis_url=redis_url,
        lmtp_port=postfix.lmtp_port,
        postfix_port=postfix.portal_port,
    )
