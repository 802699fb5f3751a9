"""The logs of gunicorn: one line of JSON a request, without personal data and secrets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from common.logs.formatters import JsonFormatter


class AccessLogger(Logger):
    """A logger for gunicorn that writes lines of JSON without addresses, browsers, query strings and tokens."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's loggers, with the portal's formatter."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write the line of one request: method, path, status, bytes, seconds and request id."""
        if not self.access_log_enabled:
            return
        fields = {
            "status": int(str(resp.status).split(None, 1)[0]),
            "bytes": getattr(resp, "sent", None) or 0,
            "seconds": round(request_time.total_seconds(), 4),
            "request": environ.get("neary.request_id", ""),
        }
        # The path without its query string: words of a search are nobody's business.
        self.access_log.info("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"], extra={"fields": fields})
