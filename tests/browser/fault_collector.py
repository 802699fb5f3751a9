"""Collect the errors that a browser reports while people use the portal."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

ASKED_FOR = ("document", "fetch", "xhr")
INLINE = ("data:", "blob:", "about:")
# The browser's own words on an answer that is an error; what matters of them is told by the answer itself.
ON_ANSWERS = "Failed to load resource"


class FaultCollector:
    """Collects the faults of all windows of a context: other hosts, broken parts, errors of scripts and of policy."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.own = urlsplit(url).netloc
        self.faults: list[str] = []
        context.on("request", self.ask_own_host_only)
        context.on("response", self.break_nothing)
        context.on("console", self.say_nothing)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def ask_own_host_only(self, request: Request) -> None:
        if not request.url.startswith(INLINE) and urlsplit(request.url).netloc != self.own:
            self.faults.append(f"asks another host: {request.url}")

    def break_nothing(self, response: Response) -> None:
        """Record an answer that is a fault: an error of the server, or a part of a page that is missing."""
        is_part = response.request.resource_type not in ASKED_FOR
        if response.status >= 500 or (response.status >= 400 and is_part):
            self.faults.append(f"{response.status}: {response.url}")

    def say_nothing(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ON_ANSWERS):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")
