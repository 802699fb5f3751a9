"""The mails that followers get, written at the moment of sending."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from feed.follow import links
from feed.follow.digests import Told
from feed.models import Digest, Follow

PLACE = "feed/mail"
# What templates leave where a part of them has nothing to say.
EMPTY_LINES = re.compile(r"\n\s*\n")


def asking(follow: Follow, rhythm: str, language: str) -> dict[str, Any]:
    """Ask whether it was she who asked to follow something."""
    link = links.link("follow-confirm", language, links.confirmation(follow, rhythm, language))
    return _written("asked", follow.follower.email, language, {"follow": follow, "link": link}, {})


def telling(digest: Digest, told: Told) -> dict[str, Any]:
    """Tell what is new. With one tap, without signing in, her mail program can leave for her (RFC 8058)."""
    follower, language = digest.follower, digest.follower.language
    token = links.of_follower(follower)
    leave = links.link("follow-leave", language, token)
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {
        "items": [(entry, links.absolute(entry.url)) for entry in told.entries],
        "count": len(told.entries) + told.more,
        "more": told.more,
        "activity": links.absolute(f"/{language}/activity/"),
        "follows": follower.follows.confirmed().shown().select_related("organization", "topic"),
        "manage": links.link("follow-manage", language, token),
        "leave": leave,
    }
    return _written("digest", follower.email, language, context, headers)


def _written(letter: str, to: str, language: str, context: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    """A mail as outbox.mail takes it. The first line of the text is the subject."""
    with override(language):
        subject, _end, text = render_to_string(f"{PLACE}/{letter}.txt", context).strip().partition("\n")
        html = render_to_string(f"{PLACE}/{letter}.html", context | {"subject": subject})
    text = EMPTY_LINES.sub("\n\n", text).strip() + "\n"
    return {"to": to, "subject": subject, "text": text, "html": html, "language": language, "headers": headers}
