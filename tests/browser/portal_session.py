"""The people of a portal, each at a browser of her own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from playwright.sync_api import Page

from tests.services.flow.people import PASSWORD, PEOPLE, one_time_code
from tests.services.flow.portal import Installation
from tests.services.servers import wait_for
from tools.mails import mails_to, text_of


@dataclass
class PortalSession:
    """A running portal, and who is signed in there already."""

    portal: Installation
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.portal.url

    def sign_in(self, page: Page, role: str, to: str = "/workspace/") -> None:
        """Sign in at the portal's own door, with a second factor where one is enrolled.

        Once a role: a code of the second factor is good once, and the next one comes in half a minute.
        """
        if role in self.cookies:
            page.context.add_cookies(self.cookies[role])
            page.goto(to)
            return
        page.goto(f"/accounts/login/?next={to}")
        page.locator("input[name=login]").fill(PEOPLE[role])
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button").first.click()
        if "/2fa/" in page.url:
            page.locator("input[name=code]").fill(one_time_code())
            page.locator("form:has(input[name=code]) button").first.click()
        page.wait_for_url(f"**{to}**")
        self.cookies[role] = page.context.cookies()

    def open_newest(self, page: Page) -> None:
        """Open what was sent last, at the editors' desk: others' pieces may wait there too, and longer."""
        ((newest,),) = self.portal.query("SELECT max(id) FROM moderation_submission")
        page.locator(f".queue tbody th a[href$='open={newest}#open']").click()

    def await_checks(self) -> None:
        """Wait until what was sent last is checked: who decides before is asked whether she means it."""
        made = (
            "SELECT count(*) FROM moderation_checkresult"
            " WHERE submission_id = (SELECT max(id) FROM moderation_submission)"
        )
        wait_for(lambda: self.portal.query(made)[0][0] > 0, "the checks of what was sent last")

    def mail_to(self, address: str, having: str) -> Message:
        """The newest mail to an address whose text has a pattern; waits until there is one."""
        folder = self.portal.data / "mail"
        wait_for(lambda: mails_to(folder, address, having), f"a mail to {address}")
        return mails_to(folder, address, having)[-1]


def found(mail: Message, pattern: str) -> str:
    """The group of a pattern in a mail's text."""
    match = re.search(pattern, text_of(mail))
    assert match, text_of(mail)
    return match.group(1)
