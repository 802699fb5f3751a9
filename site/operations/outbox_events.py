"""The kinds of events that follow an erasure."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class ErasedFilesPayload(TypedDict):
    """The marks of an erased person in files, and the names of files that were hers alone; emptied when done."""

    addresses: list[str]
    phones: list[str]
    names: list[str]
    files: list[str]


class ErasurePayload(TypedDict):
    """The id of an erasure, and the names and numbers by which it looked for her; emptied when they are written down.

    A keyed hash finds an address, but no name in the middle of a text: these are stored beside the backups, encrypted.
    """

    erasure: int
    names: list[str]
    phones: list[str]


class AccountPayload(TypedDict):
    """The id of an account whose owner deletes it."""

    user: int


class CompactPayload(TypedDict):
    """Nothing: the whole database is written anew."""


class ClosingPayload(TypedDict):
    """The ids of catalog rows that were taken away, or the id of an organization that is public no more (else 0)."""

    pages: list[int]
    organization: int


ERASURE_ACCOUNT = declare("erasure.account", AccountPayload)
ERASURE_FILES = declare("erasure.files", ErasedFilesPayload)
ERASURE_COMPACT = declare("erasure.compact", CompactPayload)
ERASURE_RECORD = declare("erasure.record", ErasurePayload)
# Only where a mirror is kept (NEARY_MIRROR_DIR).
MIRROR_CLOSE = declare("mirror.close", ClosingPayload)
