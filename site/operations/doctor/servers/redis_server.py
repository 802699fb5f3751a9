"""Redis: it asks for a password, and neither throws away wake-ups nor keeps pages on a disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers.addresses import is_public_host, without_credentials

ANSWERS = ("redis_server.answers",)
# Seconds.
TIMEOUT = 2.0
SET_PASSWORD = "Give it a password (requirepass) and write that into REDIS_URL: redis://:PASSWORD@HOST:6379/0."  # noqa: S105


@dataclass(frozen=True)
class RedisState:
    """The state that Redis reports; `keeps_on_disk` is None when Redis does not tell."""

    version: str
    policy: str
    max_memory: int
    keeps_on_disk: bool | None
    last_save_failed: bool


@check()
def answers() -> Iterator[SetupFinding]:
    """Tell when Redis is set up and does not answer, or refuses the password."""
    if not settings.REDIS_URL:
        return
    try:
        ping(settings.REDIS_URL)
    except redis.AuthenticationError:
        yield fault(
            "Redis refuses the password in REDIS_URL.", "Set REDIS_URL to the password with which Redis was started."
        )
    except redis.RedisError as error:
        yield fault(
            f"Redis does not answer: {type(error).__name__}, so effects are late and no page is cached.",
            "Start it, and see that REDIS_URL names it.",
        )


@check(after=ANSWERS)
def password() -> Iterator[SetupFinding]:
    """Tell when Redis has no password, or answers without it."""
    if not settings.REDIS_URL:
        return
    if not urlsplit(settings.REDIS_URL).password:
        yield fault("Redis has no password, so everybody who reaches it can write into the page cache.", SET_PASSWORD)
    elif lets_strangers_in():
        yield fault("Redis lets anybody in without the password that REDIS_URL has.", SET_PASSWORD)


@check(after=ANSWERS)
def encryption() -> Iterator[SetupFinding]:
    """Tell when the connection to Redis crosses the internet without TLS."""
    parts = urlsplit(settings.REDIS_URL)
    if parts.scheme == "redis" and is_public_host(parts.hostname or ""):
        yield fault(
            "The connection to Redis crosses the internet without TLS.",
            "Begin REDIS_URL with rediss://, or put Redis into a private network.",
        )


@check(after=ANSWERS)
def eviction() -> Iterator[SetupFinding]:
    """Tell when Redis may evict the worker's messages when full, or has no memory limit."""
    state = read_state()
    if state is None:
        return
    # The policies that begin with "volatile-" delete only what has an end of its life: cached pages, and no messages.
    if not state.policy.startswith("volatile-"):
        yield warning(
            f"Redis's maxmemory-policy is {state.policy}, so wake-ups for the worker may be lost when memory is full.",
            "Start it with --maxmemory-policy volatile-lru, which deletes cached pages only.",
        )
    elif not state.max_memory:
        yield warning("Redis may use all memory of its machine for cached pages.", "Start it with --maxmemory 256mb.")


@check(after=ANSWERS)
def persistence() -> Iterator[SetupFinding]:
    """Tell when Redis writes its data to disk, or its last save failed so that it may refuse data."""
    state = read_state()
    if state and state.last_save_failed:
        yield fault(
            "Redis could not save to its disk and may refuse to store more.",
            'Start it with --save "" --appendonly no: nothing in it needs to be saved.',
        )
    elif state and state.keeps_on_disk:
        yield warning(
            "Redis writes cached pages to its disk, where they stay after they were deleted.",
            'Start it with --save "" --appendonly no.',
        )


def ping(url: str) -> None:
    """Ping the Redis server at this URL. Raises redis.RedisError when it does not answer."""
    with client(url) as connected:
        connected.ping()


def lets_strangers_in() -> bool:
    """Return whether the portal's Redis answers without user and password."""
    try:
        # Redis may let in everybody although the address has a password, which it then ignores.
        ping(without_credentials(settings.REDIS_URL))
    except redis.RedisError:
        return False
    return True


def read_state() -> RedisState | None:
    """Return Redis's version, eviction policy, memory limit and persistence; None where none is set up."""
    if not settings.REDIS_URL:
        return None
    with client(settings.REDIS_URL) as connected:
        found: dict[str, Any] = connected.info()  # type: ignore[assignment]
        try:
            saves: str | None = connected.config_get("save")["save"]  # type: ignore[index]
        except (redis.RedisError, KeyError):
            # A server of a provider, or a user with few rights, does not tell.
            saves = None
    keeps = bool(saves) if saves is not None else None
    return RedisState(
        str(found["redis_version"]),
        str(found.get("maxmemory_policy", "")),
        int(found.get("maxmemory", 0)),
        # An append-only file keeps everything, whatever "save" says.
        True if found.get("aof_enabled") else keeps,
        found.get("rdb_last_bgsave_status") == "err",
    )


def client(url: str) -> redis.Redis:
    """Return a client for a Redis server, with short time limits."""
    return redis.Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, decode_responses=True)
