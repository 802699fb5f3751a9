"""The key of a location: a file that the passphrase opens, with all that the rest is encrypted and named by."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import pyrage

from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.store.locations import Location
from operations.backup.store.passphrase import decrypt_with, encrypt_with

# In the age format (https://age-encryption.org): with the passphrase the program `age` opens it too.
KEY_FILE = "key.age"
LARGEST_KEY_FILE = 64 * 1024
# `age --decrypt --identity` takes the text as it is: for it the first lines are remarks.
TEXT = """\
# Neary, key of backups
# portal: {portal}
# names: {names}
{identity}
"""


@dataclass(frozen=True)
class BackupKey:
    """The key that opens a location; `identity` decrypts. The location does not tell whose key encrypted its data."""

    portal: str
    names: bytes
    identity: Any

    @property
    def recipient(self) -> Any:
        """Return the public key, with which the backups are encrypted."""
        return self.identity.to_public()

    def keyed_hash(self, text: str | bytes) -> str:
        """Return the HMAC-SHA-256 of a text in hex, which nobody can compute without the backup key."""
        data = text.encode() if isinstance(text, str) else text
        return hmac.digest(self.names, data, hashlib.sha256).hex()


def open_key(location: Location, passphrase: str) -> BackupKey:
    """Return the backup key of a location. Raises BackupError for a wrong passphrase or a missing key file."""
    with location.open(KEY_FILE) as file:
        encrypted = file.read(LARGEST_KEY_FILE)
    return read_key(decrypt_with(passphrase, encrypted).decode("utf-8", "replace"))


def open_or_make_key(location: Location, passphrase: str) -> BackupKey:
    """Return a location's backup key, made if new. BackupError if backups exist without their key file."""
    if not is_there(location, KEY_FILE):
        # A new key would not open the backups that are there.
        if any(location.list("archives/")):
            raise BackupError(
                f"{KEY_FILE} is missing in {location.name}: copy the one beside any backup into its place."
            )
        text = TEXT.format(
            portal=secrets.token_hex(16), names=secrets.token_hex(32), identity=pyrage.x25519.Identity.generate()
        )
        # create and not write: of two first backups at once one makes the key, and both read that one.
        location.create(KEY_FILE, encrypt_with(passphrase, text.encode()))
    return open_key(location, passphrase)


def is_there(location: Location, name: str) -> bool:
    """Return whether an object of this name can be opened in a backup location."""
    try:
        location.open(name).close()
    except BackupDamagedError:
        return False
    return True


def read_key(text: str) -> BackupKey:
    """Return the backup key in the text of a key file. Raises BackupDamagedError when there is none in it."""
    # "# portal: 1f..." and "# names: 9c...", as TEXT writes them.
    told = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# ") and ": " in line)
    secret = [line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")]
    try:
        return BackupKey(told["portal"], bytes.fromhex(told["names"]), pyrage.x25519.Identity.from_str(secret[0]))
    except (KeyError, IndexError, ValueError, pyrage.IdentityError) as error:
        raise BackupDamagedError("The key file holds no key of Neary's backups.") from error
