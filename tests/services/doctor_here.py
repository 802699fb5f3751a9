"""Run `manage.py doctor` for a portal whose name leads to this machine.

    python -m tests.services.doctor_here portal.example.org

Its servers are asked as they are. What is answered in place of the world: that the name stands for this machine, that
the sender's domain takes mail, that the account is not root where the tests are root, and that the installed versions
are still mended, so that no day comes on which the test fails.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

import django
from django.core.management import call_command


def main(host: str) -> None:
    """Answer in place of the world, and run the command."""
    django.setup()
    from operations.doctor.machine import process
    from operations.doctor.servers import mail, versions

    look_up = socket.getaddrinfo

    def look_up_here(name: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if name == host else name, *arguments, **options)

    socket.getaddrinfo = look_up_here
    mail.takes_mail = lambda domain: True
    process.user_id = lambda: os.geteuid() or 10001
    versions.has_ended = lambda day: False
    call_command("doctor")


if __name__ == "__main__":
    main(sys.argv[1])
