"""Permanent redirects: a feed that moved is read at its new address, and people are told."""

from __future__ import annotations

import datetime as dt

from common.typed_text.lengths import LONGEST_ADDRESS
from press.models import FetchState, Source
from press.reading.keys import is_web_address

# A server with a fault may say so for a moment: a move counts once it was told so often, over so long.
TIMES, OVER = 3, dt.timedelta(days=2)


def note_move(state: FetchState, moved_to: str, now: dt.datetime) -> None:
    """Note in an unsaved state a feed's lasting move or none (""); after several times, save the source's new address.

    Once it was told three times over two days the source's address is changed, and the old one noted. An address that
    another medium has is left alone.
    """
    if not moved_to or len(moved_to) > LONGEST_ADDRESS or not is_web_address(moved_to):
        state.moved_to, state.moved_times, state.moved_since = "", 0, None
        return
    if moved_to != state.moved_to:
        state.moved_to, state.moved_times, state.moved_since = moved_to, 0, now
    state.moved_times += 1
    is_lasting = state.moved_times >= TIMES and state.moved_since and now - state.moved_since >= OVER
    if is_lasting and not Source.objects.press().filter(feed=moved_to).exists():
        state.moved_from = state.source.feed
        state.moved_to, state.moved_times, state.moved_since = "", 0, None
        Source.objects.filter(pk=state.pk).update(feed=moved_to)
