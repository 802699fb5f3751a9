"""The file var/demo.json, which tells people who try the portal how to sign in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from demo import content_files

FIELDS = ("email", "password", "role", "organization", "totp")


def write() -> Path:
    """Write the demo's organizations and accounts into the file demo.json, and return its path."""
    path = Path(settings.DATA) / "demo.json"
    path.write_text(json.dumps(report(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def report() -> dict[str, Any]:
    """Return the content of demo.json: the portal's address, the demo's organizations and accounts."""
    return {
        "url": settings.WAGTAILADMIN_BASE_URL,
        "organizations": [
            {
                "slug": demo_org.slug,
                "name": demo_org.settings["name_en"],
                "name_km": demo_org.settings["name_km"],
                "trust": demo_org.settings["tier"],
                "private": demo_org.private,
            }
            for demo_org in content_files.organizations()
        ],
        "accounts": [{key: account[key] for key in FIELDS if key in account} for account in content_files.accounts()],
    }
