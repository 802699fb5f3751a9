"""The state of addresses on other sites, found by asking them."""

from __future__ import annotations

import socket
import ssl

from common.outgoing_http import FetchError, ForbiddenAddressError, Limits, TooManyRedirectsError, fetch

# For one address with all its redirects. `seconds` in all, `silence` in seconds without an answer.
LIMITS = Limits(seconds=12, silence=5, redirects=5)
GONE = {404, 410}
# Some servers do not support HEAD, and say so by many codes.
ASK_AGAIN = {400, 403, 404, 405, 406, 410, 501, 503}


def state_of(url: str) -> str:
    """Request a web address over the network; return "" if it works or is unclear, else a code such as "gone".

    "gone": its site says so. "unknown": there is no such name. "silent": nobody answers. "unsafe": its certificate is
    not valid. "private": it leads to no public address. A server that refuses machines, or is in trouble itself, counts
    as there.
    """
    try:
        return "gone" if final_status(url) in GONE else ""
    except ForbiddenAddressError:
        return "private"
    except TooManyRedirectsError:
        return ""
    except ssl.SSLCertVerificationError:
        return "unsafe"
    except socket.gaierror as error:
        # Only a clear "no such name" counts: any other error may come from our own network.
        return "unknown" if error.errno in (socket.EAI_NONAME, socket.EAI_NODATA) else ""
    except (OSError, FetchError, ValueError):
        return "silent"


def final_status(url: str) -> int:
    """Request a web address, and return the HTTP status at the end of all redirects; the body is not read."""
    response = fetch(url, "HEAD", limits=LIMITS, reads_body=False)
    if response.status in ASK_AGAIN:
        response = fetch(response.url, "GET", limits=LIMITS, reads_body=False)
    return response.status
