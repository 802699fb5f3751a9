"""The access log of gunicorn, without secrets."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from common.secret_paths import without_secrets


class AccessLogger(Logger):
    """A logger for gunicorn that leaves out the tokens of mailed links, which would open what they link to."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the values for a line of gunicorn's access log, with secret tokens masked."""
        written = super().atoms(*args, **kwargs)
        return {name: without_secrets(value) if isinstance(value, str) else value for name, value in written.items()}
