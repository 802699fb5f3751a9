"""Asks the web process of this container whether it lives: exit code 0 when it does."""

from __future__ import annotations

import os
import urllib.request

# Django answers only to the names of ALLOWED_HOSTS.
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".").replace("*", "localhost")
address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/live"
urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=5)
