"""Erase people again whom a restored backup brings back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

from django.apps import apps
from django.db import transaction

from common.logs.redaction import MAIL_ADDRESS
from common.personal_data import registry
from common.personal_data.redaction import has_own_table, stored_texts, text_columns
from common.typed_text.characters import mail_address
from operations.backup.store.vault import Vault
from operations.models import Erasure
from operations.personal_data.erasure.carrying_out import carry_out
from operations.personal_data.erasure.erasing import erase
from operations.personal_data.erasure.own_rows import delete_of_model
from operations.personal_data.erasure.records import ErasureRecord, keyed_hash, read_records
from operations.personal_data.people import DataSubject, address_fields, find_person

# As in "?to=sokha@example.org".
BEFORE = re.compile(r"[^\w.+-]")
BATCH = 500


def apply_again(vault: Vault, since: datetime) -> int:
    """Erase again everybody erased since a moment (by the records beside the backups); return how many.

    What was recorded before is left: whoever came back since then did so by her own will.
    """
    since_then = [record for record in read_records(vault) if record.time >= since]
    people = [record for record in since_then if record.reach != Erasure.Reach.ROWS]
    rows = [record for record in since_then if record.reach == Erasure.Reach.ROWS]
    return (erase_people(people) if people else 0) + sum(
        delete_rows(label, [record for record in rows if record.model == label])
        for label in sorted({record.model for record in rows})
    )


def erase_people(records: list[ErasureRecord]) -> int:
    """Erase the people of these records by address, else by name and number; return how many."""
    records_of = by_address(records)
    found = {address: hers for address in stored_addresses() if (hers := records_of(address))}
    for address, hers in found.items():
        person = find_person(address)
        for record in hers:
            person = replace(person, names=person.names | set(record.names), phones=person.phones | set(record.phones))
        # The furthest reach: the values of Reach stand in this order.
        _erase(person, max((record.reach for record in hers), key=Erasure.Reach.values.index))
    # Without an address of hers in the database, texts may still name her: those are erased by names and numbers.
    done = {(record.names, record.phones) for hers in found.values() for record in hers}
    left = {(record.names, record.phones): record for record in records if record.names or record.phones}
    for marks in left.keys() - done:
        names, phones = map(frozenset, marks)
        _erase(DataSubject(frozenset(), names=names, phones=phones), left[marks].reach)
    return len(found) + len(left.keys() - done)


def _erase(person: DataSubject, reach: str) -> None:
    # anyway: who is erased again has settled it before. is_recorded: it is recorded already.
    report = erase(person, reach, anyway=True, is_recorded=False)
    carry_out(report.events)


def delete_rows(label: str, records: list[ErasureRecord]) -> int:
    """Delete a model's rows that belong to the addresses of these erasure records; return how many."""
    records_of = by_address(records)
    rows = apps.get_model(label)._base_manager.order_by("pk")
    stored = rows.values_list("pk", *address_fields(registry.models[label]))
    hers = [pk for pk, *addresses in stored.iterator(chunk_size=BATCH) if any(map(records_of, filter(None, addresses)))]
    # In parts: SQLite takes a limited number of values in one statement.
    for first in range(0, len(hers), BATCH):
        with transaction.atomic():
            delete_of_model(rows.filter(pk__in=hers[first : first + BATCH]))
    return len(hers)


def by_address(records: Iterable[ErasureRecord]) -> Callable[[str], list[ErasureRecord]]:
    """Return a function that gives the erasure records of a mail address, compared by keyed hash.

    It computes one hash for each key that was ever used, however many records there are.
    """
    hashes: dict[bytes, dict[str, list[ErasureRecord]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        hashes[bytes.fromhex(record.key)][record.address_hash].append(record)
    return lambda address: [
        record for key, found in hashes.items() for record in found.get(keyed_hash(key, address), ())
    ]


def stored_addresses() -> set[str]:
    """Return all mail addresses in any text of the database."""
    models = [model for model in apps.get_models(include_auto_created=True) if has_own_table(model)]
    return {
        address
        for model in models
        if text_columns(model)
        for _key, texts in stored_texts(model)
        for text in texts
        # Looked for first, because the pattern is far slower than `in`. "%40" is "@" in a link.
        if text and ("@" in text or "%40" in text)
        for found in MAIL_ADDRESS.findall(text)
        for address in possible_addresses(found)
    }


def possible_addresses(found: str) -> set[str]:
    """Return the mail addresses that may be meant by one found in a text: whole, or from its last separator."""
    local, _at, domain = mail_address(unquote(found)).rpartition("@")
    # Such as "to=sokha@example.org" in a link, of which the pattern takes all.
    return {f"{local}@{domain}", f"{BEFORE.split(local)[-1]}@{domain}"}
