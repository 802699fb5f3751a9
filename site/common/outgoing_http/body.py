"""Read the body of a response, decompressed, up to a limit of bytes."""

from __future__ import annotations

import http.client
import io
import zlib

from common.outgoing_http.errors import BadResponseError, TooLargeError

CHUNK = 64 * 1024
# The encodings in which a server may send a body.
ACCEPTED = "gzip, deflate"
DEFLATED = {"gzip", "x-gzip", "deflate"}
# zlib detects whether the header is gzip's or zlib's.
ANY_HEADER = zlib.MAX_WBITS | 32


def read_body(response: http.client.HTTPResponse, most: int) -> bytes:
    """Return an HTTP response's decompressed body. TooLargeError above `most` bytes, BadResponseError if broken.

    Raises TooLargeError for more than `most` bytes, BadResponseError for a body that is cut or cannot be decompressed,
    OSError.
    """
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if encoding not in DEFLATED | {"identity"}:
        raise BadResponseError(f"Its encoding was not asked for: {encoding[:40]}")
    inflater = Inflater() if encoding in DEFLATED else None
    # Not a list of parts: joining them would take the memory of a body twice.
    body = io.BytesIO()
    left = most
    while chunk := response.read(CHUNK):
        # One byte more than allowed is read, to notice that there are more.
        part = inflater.feed(chunk, left + 1) if inflater else chunk
        left -= len(part)
        if left < 0:
            raise TooLargeError(f"It has more than {most} bytes.")
        body.write(part)
    # `length` counts the announced bytes that have not come.
    if response.length or (inflater and body.tell() and not inflater.is_complete):
        raise BadResponseError("It ends too early.")
    return body.getvalue()


class Inflater:
    """A decompressor that works piece by piece, and never returns more than it is asked for."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(ANY_HEADER)

    @property
    def is_complete(self) -> bool:
        """Return whether the end of the compressed data was reached."""
        return self._engine.eof

    def feed(self, data: bytes, most: int) -> bytes:
        """Decompress data and return at most `most` bytes. Raises BadResponseError for invalid data."""
        inflated = b""
        try:
            while data and len(inflated) < most:
                if self._engine.eof:
                    # The format lets several parts follow one another.
                    self._engine = zlib.decompressobj(ANY_HEADER)
                inflated += self._engine.decompress(data, most - len(inflated))
                data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
        except zlib.error as error:
            raise BadResponseError(f"It cannot be inflated: {error}") from error
        return inflated
