"""The access log of gunicorn, without secrets."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from common.secret_paths import without_secrets


class AccessLogger(Logger):
    """Leaves out what opens a door: the tokens of mailed links."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        written = super().atoms(*args, **kwargs)
        return {name: without_secrets(value) if isinstance(value, str) else value for name, value in written.items()}
