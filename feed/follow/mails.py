"""The mails to followers, written when they are sent."""

from __future__ import annotations

from typing import Any

from feed.follow import links
from feed.follow.digests import DigestContent
from feed.models import Digest, Follow
from mail.composer import compose

FOLDER = "feed/mail"


def confirmation_mail(follow: Follow, rhythm: str, language: str) -> dict[str, Any]:
    """Return the mail, as a dict, that asks an address's owner to confirm a follow by its link."""
    link = links.absolute_link("follow-confirm", language, links.confirmation_token(follow, rhythm, language))
    return _composed("asked", follow.follower.email, language, {"follow": follow, "link": link}, {})


def digest_mail(digest: Digest, content: DigestContent) -> dict[str, Any]:
    """Return a digest's mail, as a dict, with links to unsubscribe in text and headers."""
    follower, language = digest.follower, digest.follower.language
    token = links.follower_token(follower)
    leave = links.absolute_link("follow-leave", language, token)
    # RFC 8058: mail programs show a button that posts to this address.
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {
        "items": [(entry, links.absolute_url(entry.url)) for entry in content.entries],
        "count": len(content.entries) + content.more,
        "more": content.more,
        "activity": links.absolute_url(f"/{language}/activity/"),
        "follows": follower.follows.confirmed().visible().select_related("organization", "topic"),
        "manage": links.absolute_link("follow-manage", language, token),
        "leave": leave,
    }
    return _composed("digest", follower.email, language, context, headers)


def _composed(name: str, to: str, language: str, context: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    """Return a mail as mail.sending takes it."""
    mail = compose(f"{FOLDER}/{name}", language, context)
    return {
        "to": to,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": language,
        "headers": headers,
    }
