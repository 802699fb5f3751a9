"""Rate limits counted in the database, so that no hit is missed or forgotten.

A cache is not safe enough for limits that protect people: reading and then writing a count misses guesses that come
at the same moment, and a full cache drops counts too early. Here one statement counts, and its row stays until it
expires.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from common.models import HitCount

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60, 3600, 86400
# Rows that are deleted in one transaction, and at most so often in one run.
BATCH, MAX_BATCHES = 500, 40

# One statement: an expired row starts again from 1, any other is counted up.
COUNT = """
    INSERT INTO common_hitcount AS counted (key, hits, expires_at) VALUES (%(key)s, 1, %(end)s)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN counted.expires_at <= %(now)s THEN 1 ELSE counted.hits + 1 END,
        expires_at = CASE WHEN counted.expires_at <= %(now)s THEN excluded.expires_at ELSE counted.expires_at END
    RETURNING hits
"""


@dataclass(frozen=True)
class RateLimit:
    """A limit of at most `most` hits by one client in `seconds` from the first one; 0 means no limit.

    `name` says what is limited and never contains what a client sends. When the database cannot count, the limit counts
    as exceeded, or with `fails_open` as not exceeded.
    """

    name: str
    most: int
    seconds: int
    fails_open: bool = False

    def is_exceeded_by(self, client: str) -> bool:
        """Count a hit, not in a transaction; return whether it exceeds the limit, on an error True unless `fails_open`.

        Raises RuntimeError inside a transaction: a refusal would take the hit back.
        """
        if not self.most:
            return False
        try:
            return count_hit(self.name, client, self.seconds) > self.most
        except DatabaseError:
            logger.exception("A hit of %s could not be counted", self.name)
            return not self.fails_open

    def allows_in_transaction(self, client: str) -> bool:
        """Count a client's hit in the caller's transaction; return whether it is within the limit.

        Where the caller undoes what was one too many, the count stays at the limit. Raises DatabaseError where nothing
        can be counted.
        """
        return not self.most or _count(self.name, client, self.seconds) <= self.most

    def is_reached_by(self, client: str) -> bool:
        """Return whether a client's next hit would exceed the limit, without counting one."""
        return bool(self.most) and hits_of(self.name, client) >= self.most


def count_hit(name: str, client: str, seconds: float) -> int:
    """Count a client's hit; return the hits of this period of `seconds`. RuntimeError inside a transaction.

    Raises DatabaseError where nothing can be counted, RuntimeError inside a transaction.
    """
    # durable: it is an error inside another transaction, whose rollback after a refusal would undo the hit.
    with transaction.atomic(durable=True):
        return _count(name, client, seconds)


def spend_once(name: str, secret: str, seconds: float) -> bool:
    """Mark a one-time secret as used for `seconds`; return whether this was its first use.

    Remember it at least as long as it would be valid. In a transaction it is used up when that commits.
    """
    return _count(name, secret, seconds) == 1


def undo_hit(name: str, client: str) -> None:
    """Subtract one hit from a client's count under this limit's name."""
    HitCount.objects.filter(key=_key(name, client), hits__gt=0).update(hits=F("hits") - 1)


def forget_hits(name: str, client: str) -> None:
    """Delete a client's count of hits under this limit's name."""
    HitCount.objects.filter(key=_key(name, client)).delete()


def hits_of(name: str, client: str) -> int:
    """Return the number of a client's hits in the current period under this limit's name."""
    counted = HitCount.objects.filter(key=_key(name, client), expires_at__gt=time.time())
    return counted.values_list("hits", flat=True).first() or 0


def delete_expired() -> int:
    """Delete expired hit counts from the database in batches, at most 20,000 in one run; return how many."""
    deleted = 0
    for _batch in range(MAX_BATCHES):
        expired = HitCount.objects.filter(expires_at__lte=time.time())
        # The condition is part of the DELETE too: the row may have started again since.
        count, _by_model = expired.filter(pk__in=list(expired.values_list("pk", flat=True)[:BATCH])).delete()
        deleted += count
        if count < BATCH:
            break
    return deleted


def _count(name: str, client: str, seconds: float) -> int:
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": _key(name, client), "now": now, "end": now + seconds})
        # All rows are fetched: SQLite does not commit while a statement has not come to its end.
        [(hits,)] = cursor.fetchall()
    return hits


def _key(name: str, client: str) -> str:
    # Addresses belong to people: the table holds only a keyed hash of them.
    return salted_hmac("common.rate_limit", f"{name}\n{client}", algorithm="sha256").hexdigest()
