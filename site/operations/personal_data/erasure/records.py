"""The list of erasures: kept beside the backups, so that a restored one does not bring anybody back."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

import outbox
from common.typed_text.characters import mail_address
from operations.backup.store.vault import Vault
from operations.models import Erasure
from operations.outbox_events import ERASURE_RECORD, ErasurePayload

FOLDER = "erasures/"
# No backup is kept for so long: nobody can come back from an older one.
KEPT_FOR = timedelta(days=36)
LARGEST_RECORD = 10_000
SALT = "operations.erasures"


@dataclass(frozen=True)
class ErasureRecord:
    """One erasure beside the backups: a hash of the address, the key by which it was made, and the time."""

    address_hash: str
    key: str
    erased_at: str
    reach: str

    @property
    def time(self) -> datetime:
        """Return the time of the erasure."""
        return datetime.fromisoformat(self.erased_at)

    def is_of(self, address: str) -> bool:
        """Return whether the record is about a mail address."""
        return hmac.compare_digest(self.address_hash, keyed_hash(bytes.fromhex(self.key), address))


def erasure_key() -> bytes:
    """Return the key, derived from SECRET_KEY, for hashes of erased addresses; the database does not hold it."""
    return salted_hmac(SALT, "key", algorithm="sha256").digest()


def keyed_hash(key: bytes, address: str) -> str:
    """Return a hash of a mail address that cannot be computed without the key."""
    return hmac.digest(key, mail_address(address).encode(), "sha256").hex()


def remember(addresses: Collection[str], reach: str) -> list[int]:
    """Write down that the owner of these addresses is erased now, in the caller's transaction. Return events' ids."""
    events = []
    for address in sorted(addresses):
        said = {"reach": reach, "erased_at": timezone.now(), "recorded_at": None}
        erasure, _is_new = Erasure.objects.update_or_create(
            address_hash=keyed_hash(erasure_key(), address), defaults=said
        )
        payload = ErasurePayload(erasure=erasure.pk)
        events.append(outbox.record(ERASURE_RECORD, f"erasure:{erasure.pk}", payload).pk)
    return events


def write_record(vault: Vault, erasure: Erasure) -> None:
    """Write an erasure beside the backups."""
    key, at = erasure_key().hex(), erasure.erased_at.astimezone(UTC)
    record = ErasureRecord(erasure.address_hash, key, at.isoformat(), erasure.reach)
    name = f"{FOLDER}{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}"
    vault.write_bytes(name, json.dumps(asdict(record)).encode())
    Erasure.objects.filter(pk=erasure.pk, erased_at=erasure.erased_at).update(recorded_at=timezone.now())


def read_records(vault: Vault) -> Iterator[ErasureRecord]:
    """Yield all records of erasures in a vault."""
    for name in vault.names(FOLDER):
        yield ErasureRecord(**json.loads(vault.read_bytes(name, LARGEST_RECORD)))


def delete_old_records(vault: Vault) -> int:
    """Delete the records that no backup needs any more. Return how many."""
    end = timezone.now() - KEPT_FOR
    old = [name for name in vault.names(FOLDER) if _time_of(name) < end]
    for name in old:
        vault.delete(name)
    return len(old)


def _time_of(name: str) -> datetime:
    text = name.removeprefix(FOLDER).partition("-")[0]
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
