"""Every kind of page, for all that look at each of them: `make shots` and tests. tools.visitor goes there.

What somebody must have done before a page can be seen at all, tools.prepare_pages does.
"""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES, WIDTHS, MODES = ("en", "km"), (360, 1280), ("light", "dark")


class Kind(NamedTuple):
    """An address below a language, or from the root; a type in brackets is the newest page of it. See Visitor.address.

    `links` (CSS selectors) are followed from there; `role` is who looks, signed in; `status` is what must be answered.
    """

    address: str
    links: tuple[str, ...] = ()
    role: str = ""
    status: int = 200


PUBLIC = {
    "front": Kind(""),
    "directory": Kind("organizations/"),
    "organization": Kind("organizations/{organization}/"),
    "articles-of": Kind("organizations/{organization}/articles/"),
    "events-of": Kind("organizations/{organization}/events/"),
    "publications-of": Kind("organizations/{organization}/publications/"),
    "contact-of": Kind("organizations/{organization}/contact/"),
    "activity-of": Kind("organizations/{organization}/activity/"),
    "article": Kind("[article]"),
    "update": Kind("[update]"),
    "publication": Kind("[publication]"),
    "event": Kind("[event]"),
    "events": Kind("events/"),
    "events-held": Kind("events/?when=past"),
    "event-held": Kind("events/?when=past", links=("article.event h3 a",)),
    "month": Kind("events/month/"),
    "event-open": Kind("organizations/girls-and-technology/events/", links=("a[href*='training-unicode-next']",)),
    "register": Kind(
        "organizations/girls-and-technology/events/",
        links=("a[href*='training-unicode-next']", "main a[href$='/register/']"),
    ),
    "series": Kind("events/series/womens-forum/"),
    "recommendations": Kind("recommendations/"),
    "statistics": Kind("statistics/"),
    "library": Kind("publications/"),
    "topics": Kind("topics/"),
    "topic": Kind("topics/domestic-violence/"),
    "activity": Kind("activity/"),
    "press": Kind("press/"),
    "clipping": Kind("[clipping]"),
    "search": Kind("search/?q={word}"),
    "nothing-found": Kind("search/?q=zzzz"),
    "suggestions": Kind("search/suggestions/?q={begun}"),
    "find-help": Kind("help/"),
    "help-by-kind": Kind("help/?kind=law"),
    "help-service": Kind("help/?kind=law", links=("article:has(a[href^='tel:']) h3 a",)),
    "about": Kind("about/"),
    "programme": Kind("programme/"),
    "programme-part": Kind("programme/", links=("main .topics a",)),
    "contact": Kind("contact/"),
    "how-we-check": Kind("how-we-check/"),
    "privacy": Kind("privacy/"),
    "terms": Kind("terms/"),
    "publishing-rules": Kind("publishing-rules/"),
    "imprint": Kind("imprint/"),
    "report": Kind("[article]", links=("a[href*='/report/']",)),
    "reported": Kind("report/thank-you/"),
    "follow": Kind("follow/?organization={organization}"),
    "followed": Kind("follow/asked/"),
    "follow-left": Kind("follow/left/"),
    "follow-too-late": Kind("follow/confirm/too-late/", status=404),
    "boards": Kind("discussions/"),
    "rules-of-boards": Kind("discussions/rules/"),
    "board": Kind("discussions/gender/"),
    "thread": Kind("discussions/gender/1/"),
    "answer-form": Kind("discussions/gender/1/answer/"),
    "new-discussion": Kind("discussions/gender/start/"),
    "about-a-page": Kind("[article]", links=("a[href*='/discussions/about/']",)),
    "take-part": Kind("discussions/join/"),
    "take-part-too-late": Kind("discussions/join/confirm/too-late/", status=404),
    "join": Kind("join/"),
    "joined": Kind("join/thank-you/"),
    "offline": Kind("offline/"),
    "missing": Kind("no-such-page/", status=404),
    "sign-in": Kind("/accounts/login/"),
    "sign-in-code": Kind("/accounts/login/code/"),
    "new-password": Kind("/accounts/password/reset/"),
    "new-password-asked": Kind("/accounts/password/reset/done/"),
    "new-password-too-late": Kind("/accounts/password/reset/key/1-too-late/"),
    "no-sign-up": Kind("/accounts/signup/"),
    "no-account": Kind("/accounts/inactive/"),
}
# These are there once tools.prepare_pages has been at work; so are many of those below.
STAGED = {
    "follow-confirm": Kind("follow/confirm/{confirming}/"),
    "follow-manage": Kind("follow/manage/{following}/"),
    "follow-leave": Kind("follow/leave/{following}/"),
    "untranslated": Kind("translations/{written_in_one}/"),
    "invitation": Kind("/accounts/invitation/{invitation}/"),
}
PRIVATE = {
    "workspace": Kind("/workspace/", role="officer"),
    "post": Kind("/workspace/post/", role="officer"),
    "edit": Kind("/workspace/post/{update}/", role="officer"),
    "announce": Kind("/workspace/event/", role="officer"),
    "write": Kind("/workspace/article/", role="officer"),
    "rewrite": Kind("/workspace/article/{article}/", role="officer"),
    "publish": Kind("/workspace/publication/", role="officer"),
    "offer-help": Kind("/workspace/help-service/", role="officer"),
    "piece": Kind("/workspace/piece/{article}/", role="officer"),
    "piece-checked": Kind("/workspace/piece/{article}/check/", role="officer"),
    "preview": Kind("/workspace/piece/{article}/preview/", role="officer"),
    "translation": Kind("/workspace/piece/{translated}/sentences/", role="officer"),
    "event-figures": Kind("/workspace/", links=("a[href*='/piece/'][href$='/figures/']",), role="officer"),
    "open-registration": Kind("/workspace/", links=("a[href$='/registration/']",), role="officer"),
    "recommendations-of": Kind("/workspace/", links=("a[href$='/recommendations/']",), role="officer"),
    "recommendation-form": Kind(
        "/workspace/", links=("a[href$='/recommendations/']", "a[href='?change=0']"), role="officer"
    ),
    "delete": Kind("/workspace/piece/{article}/delete/", role="officer"),
    "withdraw": Kind("/workspace/piece/{article}/withdraw/", role="officer"),
    "picture-questions": Kind("/workspace/piece/{article}/pictures/", role="officer"),
    "appeal": Kind("/workspace/", links=("a[href*='/appeal/']",), role="officer"),
    "notes": Kind("/workspace/piece/{article}/notes/", role="officer"),
    "answer": Kind("/workspace/", links=("a[href*='/answer/']",), role="officer"),
    "correction": Kind("/workspace/", links=("a[href*='/correction/']",), role="officer"),
    "help-offered": Kind("/workspace/help/", role="officer"),
    "my-mails": Kind("/workspace/mail/", role="officer"),
    "my-data": Kind("/workspace/my-data/", role="officer"),
    "delete-account": Kind("/workspace/my-data/delete-account/", role="officer"),
    "my-address": Kind("/accounts/email/", role="officer"),
    "my-password": Kind("/accounts/password/change/", role="officer"),
    "sign-out": Kind("/accounts/logout/", role="officer"),
    "new-passkey": Kind("/accounts/2fa/webauthn/add/", role="officer"),
    "new-second-factor": Kind("/accounts/2fa/totp/activate/", role="officer"),
    "people": Kind("/workspace/people/", role="manager"),
    "remove": Kind("/workspace/people/", links=("a[href$='/remove/']",), role="manager"),
    "facts": Kind("/workspace/facts/", role="manager"),
    "log": Kind("/workspace/log/", role="manager"),
    "languages": Kind("/workspace/languages/", role="officer"),
    "reach": Kind("/workspace/reach/", role="officer"),
    "portal-reach": Kind("/workspace/reach/all/", role="editor"),
    "portal-languages": Kind("/workspace/languages/all/", role="editor"),
    "takeout": Kind("/workspace/takeout/", role="manager"),
    "own-site": Kind("/workspace/site/", role="manager"),
    "own-boards": Kind("/workspace/discussions/", role="officer"),
    "second-factor": Kind("/accounts/2fa/", role="editor"),
    "recovery-codes": Kind("/accounts/2fa/recovery-codes/", role="editor"),
    "queue": Kind("/workspace/queue/", role="editor"),
    "review": Kind("/workspace/queue/", links=(".queue tbody th a",), role="editor"),
    "on-a-phone": Kind("/workspace/queue/", links=(".queue tbody th a", "a[href$='width=phone']"), role="editor"),
    "correct": Kind("/workspace/queue/", links=(".queue tbody th a", "a[href$='/correct/']"), role="editor"),
    "press-desk": Kind("/workspace/press/", role="editor"),
    "press-sources": Kind("/workspace/press/sources/", role="editor"),
    "press-clippings": Kind("/workspace/press/clippings/", role="editor"),
    "decided": Kind("/workspace/decided/", role="editor"),
    "decision": Kind("/workspace/decided/", links=("main tbody th a",), role="editor"),
    "figures": Kind("/workspace/figures/", role="editor"),
    "series-figures": Kind("/workspace/figures/series/", role="editor"),
    "reports": Kind("/workspace/reports/", role="editor"),
    "reported-page": Kind("/workspace/reports/", links=("main tbody th a",), role="editor"),
    "facts-changes": Kind("/workspace/facts/changes/", role="editor"),
    "facts-change": Kind("/workspace/facts/changes/", links=("main p a[href*='/changes/']",), role="editor"),
    "all-organizations": Kind("/workspace/organizations/", role="editor"),
    "an-organization": Kind("/workspace/organizations/", links=("main tbody th a",), role="editor"),
    "tier": Kind("/workspace/organizations/{organization}/tier/", role="editor"),
    "applications": Kind("/workspace/applications/", role="editor"),
    "application": Kind("/workspace/applications/", links=("main a[href*='/applications/']",), role="editor"),
    "old-sites": Kind("/workspace/organizations/old-sites/", role="editor"),
    "new-organization": Kind("/workspace/organizations/new/", role="administrator"),
    "help-unverified": Kind("/workspace/help/unverified/", role="editor"),
    "whole-log": Kind("/workspace/log/all/", role="administrator"),
}
KINDS = PUBLIC | STAGED | PRIVATE
