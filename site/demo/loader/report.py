"""What is told of the demo to those who try it: var/demo.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from demo import pieces as content

TOLD = ("email", "password", "role", "organization", "totp")


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
                "slug": sketch.slug,
                "name": sketch.settings["name_en"],
                "name_km": sketch.settings["name_km"],
                "trust": sketch.settings["tier"],
                "private": sketch.private,
            }
            for sketch in content.organizations()
        ],
        "accounts": [{key: account[key] for key in TOLD if key in account} for account in content.accounts()],
    }
