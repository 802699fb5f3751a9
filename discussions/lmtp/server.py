"""The LMTP server's process: it listens, tells that it lives, and ends in order."""

from __future__ import annotations

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.db import connection

from discussions.incoming_limits import LONGEST_MAIL
from discussions.lmtp import heartbeat
from discussions.lmtp.handler import LmtpHandler, LmtpProtocol
from discussions.lmtp.listening import ListeningPlace

# aiosmtpd writes the addresses of each mail into its log.
AIOSMTPD_LOGGER = "mail.log"
THREADS = 4
# Seconds in which mails that are being stored come to their end.
PATIENCE = 20.0


def serve(place: ListeningPlace, socket_mode: int) -> None:
    """Run the LMTP server at a place until SIGTERM or SIGINT. Raises OSError when it cannot listen there."""
    logging.getLogger(AIOSMTPD_LOGGER).setLevel(logging.CRITICAL)
    if connection.vendor == "sqlite":
        # Stays open, unused: when the last connection closes, SQLite brings its whole log into the file, at each mail.
        connection.ensure_connection()
    asyncio.run(_serve(place, socket_mode))


async def _serve(place: ListeningPlace, socket_mode: int) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    # Leaving the block waits for all threads, so it comes after `_finish`.
    with ThreadPoolExecutor(THREADS) as executor:
        handler = LmtpHandler(executor)
        server = await _listen(place, socket_mode, handler)
        beating = asyncio.create_task(_beat(handler))
        await ended.wait()
        server.close()
        beating.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(_finish(handler), PATIENCE)
    if place.path:
        place.path.unlink(missing_ok=True)


async def _listen(place: ListeningPlace, socket_mode: int, handler: LmtpHandler) -> asyncio.Server:
    loop = asyncio.get_running_loop()

    def protocol() -> LmtpProtocol:
        return LmtpProtocol(
            handler, data_size_limit=LONGEST_MAIL, enable_SMTPUTF8=True, hostname="neary", ident="LMTP", loop=loop
        )

    if place.path is None:
        return await loop.create_server(protocol, place.host, place.port)
    # One that was killed leaves its socket behind.
    if place.path.is_socket():
        place.path.unlink()
    server = await loop.create_unix_server(protocol, str(place.path))
    # asyncio makes the socket with the rights of the umask.
    place.path.chmod(socket_mode)
    return server


async def _beat(handler: LmtpHandler) -> None:
    """Tell every twenty seconds that the server lives and reaches the database."""
    while True:
        # Without the database there is no sign of life, which is what doctor looks for.
        with suppress(Exception):
            await handler.in_thread(heartbeat.record_beat)
        await asyncio.sleep(heartbeat.EVERY)


async def _finish(handler: LmtpHandler) -> None:
    """Wait until every mail that was brought is answered for."""
    while handler.busy:
        await asyncio.sleep(0.02)
    # The answers themselves leave in the next turns.
    await asyncio.sleep(0.05)
