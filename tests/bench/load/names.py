"""The addresses of the people of a load, and how they prove who they are."""

from __future__ import annotations

PASSWORD = "a long password of a load"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def officer_address(number: int) -> str:
    return f"officer-{number}@load.example.org"


def editor_address(number: int) -> str:
    return f"editor-{number}@load.example.org"
