"""Lists by cursor.

A cursor names the last item of a part, so that what is published meanwhile shifts nothing.
"""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from ninja.errors import HttpError

Row = TypeVar("Row", bound=Model)
LONGEST_CURSOR = 300
# The largest id of the database (bigint).
LARGEST_ID = 2**63 - 1


def moment_in_utc(text: str) -> datetime:
    """Return a cursor's time in UTC. Raises ValueError for one without a time zone, or before year 1 or after 9999."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        # SQLite stores times in UTC: a query for 0001-01-01T00:00+14:00, which is before year 1 there, would fail.
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


@dataclass(frozen=True)
class Order:
    """The order of a list: by a field, then by id. `read` turns the text in a cursor into the field's value."""

    field: str
    descending: bool = False
    read: Callable[[str], Any] = moment_in_utc

    def page(self, rows: QuerySet[Row], cursor: str, size: int) -> tuple[list[Row], str | None]:
        """Return `size` rows after a cursor, and the next cursor or None. Raises HttpError 400 for a bad cursor.

        Raises HttpError 400 for a cursor that this API did not give.
        """
        sign, beyond = ("-", "lt") if self.descending else ("", "gt")
        # Without a cursor the list begins at its beginning.
        if cursor:
            value, pk = self.decode(cursor)
            # Rows of the same value are ordered by id, so the cursor has both.
            after = Q(**{f"{self.field}__{beyond}": value}) | Q(**{self.field: value, f"pk__{beyond}": pk})
            rows = rows.filter(after)
        # One row more than asked for tells whether there is a next part.
        found = list(rows.order_by(f"{sign}{self.field}", f"{sign}pk")[: size + 1])
        shown = found[:size]
        return shown, self.encode(shown[-1]) if len(found) > size else None

    def encode(self, row: Model) -> str:
        """Return the cursor, as URL-safe text, that points behind a row."""
        value = getattr(row, self.field)
        # The others are texts already.
        text = value.isoformat() if isinstance(value, datetime) else value
        return urlsafe_b64encode(json.dumps([text, row.pk]).encode()).decode().rstrip("=")

    def decode(self, cursor: str) -> tuple[Any, int]:
        """Return (field value, id) in a cursor. Raises HttpError 400 for one that cannot be read."""
        try:
            # encode() left out the padding of base64, which is unusual in addresses.
            # Cut, so that a long text is not decoded at all.
            padded = cursor[:LONGEST_CURSOR] + "=" * (-len(cursor) % 4)
            text, pk = json.loads(urlsafe_b64decode(padded))
            if not (isinstance(text, str) and isinstance(pk, int) and 0 <= pk <= LARGEST_ID):
                # A larger number would be an error of the database.
                raise ValueError(cursor)
            return self.read(text), pk
        except (binascii.Error, ValueError, TypeError) as error:
            raise HttpError(400, "This cursor was not given by the portal.") from error


def slug_text(text: str) -> str:
    """Return a text from a cursor unchanged. Raises ValueError unless it is printable ASCII."""
    if not text.isascii() or not text.isprintable():
        raise ValueError(text)
    return text
