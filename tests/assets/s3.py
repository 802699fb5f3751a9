"""A server that speaks S3, on a spare port of this machine, with a gate that asks for what Amazon's asks.

moto keeps and gives objects as S3 does, but looks at neither the signature of an address nor its time. The gate does,
by Signature Version 4 as botocore computes it: it stands where the real store would refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

KEY, SECRET, REGION = "neary", "a secret of the store", "us-east-1"
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def store() -> Iterator[str]:
    """The address of an empty store, which ends with the test."""
    server = make_server("127.0.0.1", 0, gate(DomainDispatcherApplication(create_backend_app)), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def gate(app: WSGI) -> WSGI:
    """Let in who shows a key in the header (moto reads it), or comes by an address that is signed and still holds."""

    def asked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "HTTP_AUTHORIZATION" in environ or holds(environ):
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"AccessDenied"]

    return asked


def holds(environ: dict[str, Any]) -> bool:
    query = dict(parse_qsl(environ["QUERY_STRING"]))
    signature = query.pop("X-Amz-Signature", "")
    if not signature:
        return False
    begins = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    is_in_time = begins <= datetime.now(UTC) <= begins + timedelta(seconds=int(query["X-Amz-Expires"]))
    return is_in_time and signature == signature_of(environ, query)


def signature_of(environ: dict[str, Any], query: dict[str, str]) -> str:
    host, path = environ["HTTP_HOST"], environ["RAW_URI"].partition("?")[0]
    url = f"http://{host}{path}?{urlencode(query, quote_via=quote, safe='')}"
    request = AWSRequest(environ["REQUEST_METHOD"], url, headers={"host": host})
    request.context["timestamp"] = query["X-Amz-Date"]
    auth = S3SigV4QueryAuth(Credentials(KEY, SECRET), "s3", REGION)
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
