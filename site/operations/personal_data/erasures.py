"""Erase people again whom a restored backup brings back."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote

from django.apps import apps

from common.personal_data.redaction import has_own_table, stored_texts, text_columns
from common.typed_text.characters import mail_address
from common.typed_text.log_lines import MAIL_ADDRESS
from operations.backup.store.vault import Vault
from operations.personal_data.erasure.carrying_out import carry_out
from operations.personal_data.erasure.erasing import erase
from operations.personal_data.erasure.records import read_records
from operations.personal_data.people import find_person

# As in "?to=sokha@example.org".
BEFORE = re.compile(r"[^\w.+-]")


def apply_again(vault: Vault, since: datetime) -> int:
    """Erase everybody again who was erased since a moment, such as that of a restored backup. Return how many.

    What was recorded before is left: whoever came back since then did so by her own will.
    """
    records = [record for record in read_records(vault) if record.time >= since]
    if not records:
        return 0
    found = {address: record for address in stored_addresses() for record in records if record.is_of(address)}
    for address, record in found.items():
        report = erase(find_person(address), record.reach, anyway=True, is_recorded=False)
        carry_out(report.events)
    return len(found)


def stored_addresses() -> set[str]:
    """Return all mail addresses that stand anywhere in the database's texts."""
    models = [model for model in apps.get_models(include_auto_created=True) if has_own_table(model)]
    return {
        address
        for model in models
        if text_columns(model)
        for _key, texts in stored_texts(model)
        for text in texts
        if text and ("@" in text or "%40" in text)
        for found in MAIL_ADDRESS.findall(text)
        for address in readings(found)
    }


def readings(found: str) -> set[str]:
    """Return what may be meant by an address in a text: signs that an address may have may also stand before it."""
    local, _at, domain = mail_address(unquote(found)).rpartition("@")
    return {f"{local}@{domain}", f"{BEFORE.split(local)[-1]}@{domain}"}
