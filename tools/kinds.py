"""Every kind of page, for all that look at each of them: `make shots` and tests. tools.visitor goes there."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES, WIDTHS, MODES = ("en", "km"), (360, 1280), ("light", "dark")


class Kind(NamedTuple):
    """An address below a language, or from the root; a type in brackets is the newest page of it.

    `links` (CSS selectors) are followed from there; `role` is who looks, signed in.
    """

    address: str
    links: tuple[str, ...] = ()
    role: str = ""


PUBLIC = {
    "front": Kind(""),
    "directory": Kind("organizations/"),
    "organization": Kind("organizations/{organization}/"),
    "articles-of": Kind("organizations/{organization}/articles/"),
    "contact-of": Kind("organizations/{organization}/contact/"),
    "activity-of": Kind("organizations/{organization}/activity/"),
    "article": Kind("[article]"),
    "update": Kind("[update]"),
    "publication": Kind("[publication]"),
    "event": Kind("[event]"),
    "events": Kind("events/"),
    "month": Kind("events/?show=month"),
    "library": Kind("publications/"),
    "topics": Kind("topics/"),
    "topic": Kind("topics/domestic-violence/"),
    "activity": Kind("activity/"),
    "search": Kind("search/?q={word}"),
    "nothing-found": Kind("search/?q=zzzz"),
    "suggestions": Kind("search/suggestions/?q={begun}"),
    "find-help": Kind("help/"),
    "help-by-kind": Kind("help/?kind=law"),
    "help-service": Kind("help/?kind=law", links=("article:has(a[href^='tel:']) h3 a",)),
    "about": Kind("about/"),
    "programme": Kind("programme/"),
    "how-we-check": Kind("how-we-check/"),
    "report": Kind("[article]", links=("a[href*='/report/']",)),
    "follow": Kind("follow/?organization={organization}"),
    "followed": Kind("follow/asked/"),
    "join": Kind("join/"),
    "untranslated": Kind("translations/{written_in_one}/"),
    "offline": Kind("offline/"),
    "missing": Kind("no-such-page/"),
    "sign-in": Kind("/accounts/login/"),
    "sign-in-code": Kind("/accounts/login/code/"),
    "new-password": Kind("/accounts/password/reset/"),
}
PRIVATE = {
    "workspace": Kind("/workspace/", role="officer"),
    "post": Kind("/workspace/post/", role="officer"),
    "correction": Kind("/workspace/", links=("a[href*='/correction/']",), role="officer"),
    "help-offered": Kind("/workspace/help/", role="officer"),
    "my-mails": Kind("/workspace/mail/", role="officer"),
    "people": Kind("/workspace/people/", role="manager"),
    "facts": Kind("/workspace/facts/", role="manager"),
    "log": Kind("/workspace/log/", role="manager"),
    "second-factor": Kind("/accounts/2fa/", role="editor"),
    "queue": Kind("/workspace/queue/", role="editor"),
    "review": Kind("/workspace/queue/", links=(".queue tbody th a",), role="editor"),
    "correct": Kind("/workspace/queue/", links=(".queue tbody th a", "a[href$='/correct/']"), role="editor"),
    "decided": Kind("/workspace/decided/", role="editor"),
    "decision": Kind("/workspace/decided/", links=("main tbody th a",), role="editor"),
    "figures": Kind("/workspace/figures/", role="editor"),
    "reports": Kind("/workspace/reports/", role="editor"),
    "reported-page": Kind("/workspace/reports/", links=("main tbody th a",), role="editor"),
    "all-organizations": Kind("/workspace/organizations/", role="editor"),
    "an-organization": Kind("/workspace/organizations/", links=("main tbody th a",), role="editor"),
    "new-organization": Kind("/workspace/organizations/new/", role="administrator"),
    "help-unverified": Kind("/workspace/help/unverified/", role="editor"),
    "whole-log": Kind("/workspace/log/all/", role="administrator"),
}
KINDS = PUBLIC | PRIVATE
