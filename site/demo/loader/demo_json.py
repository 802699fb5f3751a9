"""What is told of the demo to those who try it: var/demo.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from demo import content_files

FIELDS = ("email", "password", "role", "organization", "totp")


def write() -> Path:
    """Write <NEARY_DATA>/demo.json and give its path."""
    path = Path(settings.DATA) / "demo.json"
    path.write_text(json.dumps(report(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def report() -> dict[str, Any]:
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
