"""HTTP requests to addresses that people or foreign documents name; the only module that may make any.

Such an address must not lead the portal into its own network, nor hold or fill it. So a name is looked up once, all
its addresses must be public, and the connection goes to one of exactly these, whatever the name says a moment later.
Each redirect is a new address and is checked in the same way. Time, redirects and bytes are limited over all of it,
and a host gets one connection at a time. Import-linter lets no other module speak HTTP.
"""

from common.outgoing_http.addresses import is_public
from common.outgoing_http.client import Limits, Response, fetch
from common.outgoing_http.errors import (
    BadResponseError,
    FetchError,
    ForbiddenAddressError,
    TooLargeError,
    TooManyRedirectsError,
)

__all__ = [
    "BadResponseError",
    "FetchError",
    "ForbiddenAddressError",
    "Limits",
    "Response",
    "TooLargeError",
    "TooManyRedirectsError",
    "fetch",
    "is_public",
]
