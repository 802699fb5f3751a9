"""The list of erasures: kept beside the backups, so that a restored one does not bring anybody back."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

import outbox
from common.typed_text.characters import mail_address
from operations.backup.store.vault import Vault
from operations.models import Erasure
from operations.outbox_events import ERASURE_RECORD, ErasurePayload
from outbox.models import Event
from outbox.services import retry_dead

FOLDER = "erasures/"
# No backup is kept for so long: nobody can come back from an older one.
KEPT_FOR = timedelta(days=36)
# In bytes.
LARGEST_RECORD = 100_000
BATCH = 500
SALT = "operations.erasures"


@dataclass(frozen=True)
class ErasureRecord:
    """One erasure beside the backups: a hash of the address, the key by which it was made, and the time.

    `names` and `phones` are those by which it looked for her. They stand here as they are: a hash finds no name in a
    text. Like all in a vault the record can be read only with the passphrase of the backups, in which she still is.
    """

    address_hash: str
    key: str
    erased_at: str
    reach: str
    model: str = ""
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def time(self) -> datetime:
        """Return the time of the erasure."""
        return datetime.fromisoformat(self.erased_at)


# Of SECRET_KEY: a hash that everybody could compute would be found by trying addresses.
def erasure_key() -> bytes:
    """Return the key, derived from SECRET_KEY, for hashes of erased mail addresses."""
    return salted_hmac(SALT, "key", algorithm="sha256").digest()


# One way of writing an address, so that all of them give one hash.
def keyed_hash(key: bytes, address: str) -> str:
    """Return a hash of a mail address that cannot be computed without the key."""
    return hmac.digest(key, mail_address(address).encode(), "sha256").hex()


def remember(
    addresses: Collection[str],
    reach: str,
    *,
    model: str = "",
    names: Iterable[str] = (),
    phones: Iterable[str] = (),
) -> list[int]:
    """Save that the owner of these addresses is erased, and record outbox events for it; return their ids.

    `model` is the label of the model to which a reach of ROWS is limited.
    """
    events = []
    for address in sorted(addresses):
        erasure, _is_new = Erasure.objects.update_or_create(
            address_hash=keyed_hash(erasure_key(), address),
            reach=reach,
            model=model,
            defaults={"erased_at": timezone.now(), "recorded_at": None},
        )
        payload = ErasurePayload(erasure=erasure.pk, names=sorted(names), phones=sorted(phones))
        events.append(outbox.record(ERASURE_RECORD, f"erasure:{erasure.pk}", payload).pk)
    return events


def ask_again() -> None:
    """Record outbox events again for erasures not yet written beside the backups; retry given-up ones.

    An event that was given up holds names that nothing else knows: it is tried again itself.
    """
    left = list(Erasure.objects.filter(recorded_at=None).order_by("pk")[:BATCH])
    asked = Event.objects.filter(kind=ERASURE_RECORD.name).exclude(state=Event.State.DONE)
    retry_dead(kind=ERASURE_RECORD.name)
    waiting = set(asked.values_list("payload__erasure", flat=True))
    for erasure in left:
        if erasure.pk not in waiting:
            payload = ErasurePayload(erasure=erasure.pk, names=[], phones=[])
            outbox.record(ERASURE_RECORD, f"erasure:{erasure.pk}", payload)


def write_record(vault: Vault, erasure: Erasure, names: Iterable[str] = (), phones: Iterable[str] = ()) -> None:
    """Write an erasure, encrypted, beside the backups, and note in the database that it is written."""
    key, at = erasure_key().hex(), erasure.erased_at.astimezone(UTC)
    record = ErasureRecord(
        erasure.address_hash, key, at.isoformat(), erasure.reach, erasure.model, tuple(names), tuple(phones)
    )
    # Random digits: two erasures of one second must not replace each other.
    name = f"{FOLDER}{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}"
    vault.write_bytes(name, json.dumps(asdict(record)).encode())
    # By the time too: another erasure of the same address may have come since, and is not written yet.
    Erasure.objects.filter(pk=erasure.pk, erased_at=erasure.erased_at).update(recorded_at=timezone.now())


def read_records(vault: Vault) -> Iterator[ErasureRecord]:
    """Yield all records of erasures that lie beside the backups."""
    for name in vault.names(FOLDER):
        said = json.loads(vault.read_bytes(name, LARGEST_RECORD))
        # A record of an older version has neither.
        marks = {each: tuple(said.get(each, ())) for each in ("names", "phones")}
        yield ErasureRecord(**said | marks)


def delete_old_records(vault: Vault) -> int:
    """Delete records of erasures beside the backups that are older than any backup; return how many."""
    end = timezone.now() - KEPT_FOR
    old = [name for name in vault.names(FOLDER) if _time_of(name) < end]
    for name in old:
        vault.delete(name)
    return len(old)


def _time_of(name: str) -> datetime:
    text = name.removeprefix(FOLDER).partition("-")[0]
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
