"""Encryption of the key file with the passphrase, in the age format.

pyrage takes as much memory as the machine fills in a second, up to a gigabyte: a worker's container has no more in all.
So this one part of the format (https://c2sp.org/age) is written here, with a fixed cost; pyrage and the program `age`
read it like any other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from operations.backup.errors import BackupDamagedError, BackupError

SHORTEST = 16
# Of scrypt: 128 MB and a third of a second.
COST = 17
# The format's pieces have 64 KiB; a key file is one, the last.
ONE_PIECE = 64 * 1024
LAST_PIECE = bytes(11) + b"\x01"
IS_AGE = b"age-encryption.org/v1\n"


def encrypt_with(passphrase: str, text: bytes) -> bytes:
    """Return a short text encrypted with a passphrase (age format). BackupError if the passphrase is too short."""
    if len(passphrase) < SHORTEST:
        raise BackupError(f"The passphrase has fewer than {SHORTEST} characters. Choose a longer one.")
    # A text of one piece: the format's counter for pieces is written as that of the last one.
    assert len(text) <= ONE_PIECE
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapping = hashlib.scrypt(
        # scrypt with N = 2^17 and r = 8 takes 128 * N * r bytes = 128 MB; maxmem is twice that.
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**COST, r=8, p=1, dklen=32,
        maxmem=2**(COST + 11),
    )  # fmt: skip
    # The nonce may be zero: the wrapping key is used once.
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    header = IS_AGE + b"-> scrypt %s %d\n%s\n---" % (unpadded_base64(salt), COST, unpadded_base64(wrapped))
    seal = hmac.digest(derive_key(file_key, b"header"), header, "sha256")
    body = ChaCha20Poly1305(derive_key(file_key, b"payload", nonce)).encrypt(LAST_PIECE, text, None)
    return header + b" " + unpadded_base64(seal) + b"\n" + nonce + body


def decrypt_with(passphrase: str, encrypted: bytes) -> bytes:
    """Return a text encrypted with a passphrase, decrypted. BackupError if the passphrase or the data is wrong."""
    # Only such a file: a recipient of another kind would make pyrage read something else than a passphrase.
    if not encrypted.startswith(IS_AGE + b"-> scrypt "):
        raise BackupDamagedError("The key file of the backups is damaged: copy the one beside any backup there.")
    try:
        return pyrage.passphrase.decrypt(encrypted, passphrase)
    except pyrage.DecryptError as error:
        raise BackupError(
            "The passphrase does not open the key file. It is the wrong one, or the file is damaged; "
            "a copy of the file lies beside each backup."
        ) from error


def derive_key(key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    """Return 32 bytes derived from a key by HKDF with SHA-256, for a purpose (`info`)."""
    return HKDF(SHA256(), 32, salt, info).derive(key)


def unpadded_base64(value: bytes) -> bytes:
    """Return bytes in base64 without the padding at the end."""
    return base64.b64encode(value).rstrip(b"=")
