"""The names of discussions' kinds of matters; apart, because services and the kinds themselves need them."""

from __future__ import annotations

from typing import Final

POST: Final = "post"
# A thread of an archive, all of whose posts are decided on together.
ARCHIVE: Final = "archive"
