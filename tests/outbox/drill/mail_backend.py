"""A mail server that says yes and then can be held, before the worker writes down that it did."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend


class Backend(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        taken = super().send_messages(messages)
        if (settings.DATA / "hold").exists():
            (settings.DATA / "held").write_text(str(os.getpid()))
        while (settings.DATA / "hold").exists():
            time.sleep(0.02)
        return taken
