"""Errors of a fetch, beside those of the network (OSError)."""

from __future__ import annotations


class FetchError(Exception):
    """The base of all errors of an address that was not fetched."""


class ForbiddenAddressError(FetchError):
    """The error of an address that does not lead to a public address of the web."""


class TooManyRedirectsError(FetchError):
    """The error of an address that still redirects after the last redirect that is followed."""


class TooLargeError(FetchError):
    """The error of a response with too many bytes, on the wire or decompressed."""


class BadResponseError(FetchError):
    """The error of a response that breaks the rules of HTTP or cannot be decompressed."""
