"""The Postfix of the tests delivers, refuses and keeps as the tests of mails take for granted."""

from __future__ import annotations

import smtplib
import subprocess

import pytest

from tests.services.postfix import Postfix, send
from tests.services.processes import wait_for

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

MAIL = "From: Dara <dara@elsewhere.test>\r\nSubject: =?utf-8?b?4Z6f4Z694Z6f4Z+S4Z6P4Z64?=\r\n\r\nសួស្តី\r\n".encode()


def test_readers_mail_lies_in_their_mailboxes_and_waits_for_a_portal_that_is_away(postfix: Postfix) -> None:
    postfix.add_mailboxes(["sok@readers.test"])

    send(postfix, "dara@elsewhere.test", ["sok@readers.test"], MAIL)
    wait_for(lambda: postfix.mails("sok@readers.test"), "the mail")
    # The portal's own port.
    with smtplib.SMTP("127.0.0.1", postfix.portal_port, timeout=20) as client:
        client.sendmail("gender@lists.example.org", ["sok@readers.test"], MAIL)
    wait_for(lambda: len(postfix.mails("sok@readers.test")) == 2, "the portal's mail")

    assert postfix.mailboxes_with_mail() == {"sok@readers.test"}
    read = subprocess.run(
        ["s-nail", "-S", "ttycharset=utf-8", "-f", postfix.mailbox_file("sok@readers.test")],
        input=b"headers\ntype 1\nexit\n",
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "សួស្តី" in read

    # Nobody knows whether the address is one of the portal's: who brings the mail is to try again later.
    with pytest.raises(smtplib.SMTPRecipientsRefused) as away:
        send(postfix, "dara@elsewhere.test", ["gender@lists.example.org"], MAIL)
    assert {code for code, _ in away.value.recipients.values()} == {450}
    with pytest.raises(smtplib.SMTPRecipientsRefused) as unknown:
        send(postfix, "dara@elsewhere.test", ["nobody@readers.test"], MAIL)
    assert {code for code, _ in unknown.value.recipients.values()} == {550}
    postfix.await_empty()

    postfix.stop()
    postfix.start()
    assert len(postfix.mails("sok@readers.test")) == 2
