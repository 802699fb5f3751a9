"""The chain of states that effects in their order make. Without models: whoever reckons has other settings."""

from __future__ import annotations

import hashlib


def link(state: str, number: int) -> str:
    """The state after another effect."""
    return hashlib.sha256(f"{state} {number}".encode()).hexdigest()
