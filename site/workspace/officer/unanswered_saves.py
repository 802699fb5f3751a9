"""Saves of short forms whose answer was lost on the line: the version that such a save made counts as seen.

A script names each save, and tells the names of those that nobody answered (post/unanswered.js). Without this, the
author's own words would be taken for those of somebody else.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

NAME = re.compile(r"[0-9a-z-]{1,40}")
# A script tells five names at most.
NAMES = re.compile(r"[0-9a-z-]{1,40}(?: [0-9a-z-]{1,40}){0,4}")
KEPT = 24 * 60 * 60  # seconds


def remember_save(request: HttpRequest, version: str) -> None:
    """Keep for a day which draft version the save that this request names has made; nothing for one without a name."""
    name = request.POST.get("save", "")
    if NAME.fullmatch(name):
        cache.set(cache_key(request.user, name), version, KEPT)


def seen_version(request: HttpRequest) -> str:
    """Return the newest draft version that a form's author has seen or made: see drafts.draft_version.

    `replace`, the version that she has agreed to replace, counts first. "" for a form that has seen none.
    """
    if agreed := request.POST.get("replace"):
        return str(agreed)
    told = request.POST.get("unanswered", "")
    names = told.split() if NAMES.fullmatch(told) else []
    made = cache.get_many([cache_key(request.user, name) for name in names])
    # Versions are times in ISO 8601, all in UTC: the later one is the greater text.
    return max([request.POST.get("version", ""), *made.values()])


def cache_key(user: Any, name: str) -> str:
    """Return the key under which the version made by a user's save is kept."""
    return f"draft-save:{user.pk}:{name}"
