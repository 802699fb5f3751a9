"""The configuration of logging to the console, one line for each event."""

from __future__ import annotations

from typing import Any


def log_config(level: str, *, as_json: bool = False) -> dict[str, Any]:
    """Return the setting LOGGING: messages of this level and above to the console, readable or as lines of JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "common.logs.formatters.OneLineFormatter",
                "fmt": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            },
            "json": {"()": "common.logs.formatters.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}},
        "root": {"handlers": ["console"], "level": level},
    }
