"""The configuration of logging to the console, one line for each event."""

from __future__ import annotations

from typing import Any


def log_config(level: str) -> dict[str, Any]:
    """Return the setting LOGGING: one-line messages of this level and above to the console."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "common.typed_text.log_lines.OneLineFormatter",
                "fmt": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["console"], "level": level},
    }
