"""The limit of requests to the API from one address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from common.cached_rate_limit import CachedRateLimit
from common.client_address import client_address
from common.rate_limit import MINUTE


def seconds_to_wait(request: HttpRequest) -> int:
    """Count an API request of its IP address; return the seconds to wait if over the limit, else 0.

    It is counted in a cache that may be away; then nobody is refused.
    """
    limit = CachedRateLimit("api", settings.API_REQUESTS_A_MINUTE, MINUTE)
    return limit.seconds_left() if limit.is_exceeded_by(client_address(request)) else 0
