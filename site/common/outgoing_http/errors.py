"""Why an address was not fetched, beside the errors of the network (OSError)."""

from __future__ import annotations


class FetchError(Exception):
    """An address was not fetched."""


class ForbiddenAddressError(FetchError):
    """It leads to no public address of the web."""


class TooManyRedirectsError(FetchError):
    """It is still elsewhere after the last redirect that is followed."""


class TooLargeError(FetchError):
    """It sends more bytes than are taken, on the wire or once inflated."""


class BadResponseError(FetchError):
    """Its server breaks the rules of HTTP, or its body cannot be inflated."""
