"""The measures of operations: signs of life, backups, disks, servers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import redis
from django.conf import settings
from django.utils import timezone

from common.circuit_breaker import breakers
from common.measures.registry import Measure, MeasureReading, source
from operations.backup.configuration import is_set_up
from operations.backup.status import newest_run
from operations.doctor.machine.disk import disk_space_of, folders
from operations.mirror.folder import MirrorFolder
from operations.models import BackupRun, Heartbeat

HEARTBEAT = Measure("neary_heartbeat_age_seconds", "Seconds since the last sign of life", "process")
BACKUP_AGE = Measure("neary_backup_age_seconds", "Age of the newest good backup or trial of one", "kind")
BACKUP_FAILED = Measure("neary_backup_failed", "1 when the last backup or trial failed", "kind")
DISK_FREE = Measure("neary_disk_free_ratio", "Free share of the disk for a purpose", "purpose")
REDIS_UP = Measure("neary_redis_up", "1 while Redis answers; nothing where it is not set up")
MIRROR_AGE = Measure("neary_mirror_age_seconds", "Age of the oldest file of the mirror; nothing where none is kept")
BREAKER = Measure("neary_breaker_open", "1 while this process calls a service no more after a failure", "service")


@source("heartbeats", HEARTBEAT, queries=1)
def read_heartbeats() -> Iterator[MeasureReading]:
    """Yield the age of each sign of life."""
    now = timezone.now()
    for name, at in Heartbeat.objects.values_list("name", "at"):
        yield MeasureReading(HEARTBEAT, (now - at).total_seconds(), name)


@source("backups", BACKUP_AGE, BACKUP_FAILED, queries=6)
def read_backups() -> Iterator[MeasureReading]:
    """Yield the age of the newest good backup and trial, and whether the last one failed; nothing while none are made.

    Where none was ever good, the age is that of the first attempt.
    """
    if not is_set_up() or settings.BACKUP_EVERY_HOURS < 1:
        return
    now = timezone.now()
    for kind in BackupRun.Kind:
        good, last = newest_run(kind, ok=True), newest_run(kind)
        since = good or BackupRun.objects.filter(kind=kind).order_by("began_at").first()
        if since:
            yield MeasureReading(BACKUP_AGE, (now - since.began_at).total_seconds(), kind.value)
        yield MeasureReading(BACKUP_FAILED, bool(last and not last.ok), kind.value)


@source("disks", DISK_FREE, queries=0)
def read_disks() -> Iterator[MeasureReading]:
    """Yield the free share of each disk that the portal writes to, by purpose."""
    for purpose, folder in folders().items():
        yield MeasureReading(DISK_FREE, disk_space_of(folder).share, purpose)


@source("mirror", MIRROR_AGE, queries=0)
def read_mirror() -> Iterator[MeasureReading]:
    """Yield the age of the oldest file of the mirror; nothing where none is kept, or before the first pass."""
    if settings.MIRROR_DIR and (oldest := MirrorFolder(Path(settings.MIRROR_DIR)).manifest.oldest()):
        yield MeasureReading(MIRROR_AGE, max(time.time() - oldest, 0))


@source("breakers", BREAKER, queries=0)
def read_breakers() -> Iterator[MeasureReading]:
    """Yield, for each service with a circuit breaker in this process, whether it is open."""
    for breaker in list(breakers):
        yield MeasureReading(BREAKER, breaker.is_open, breaker.name)


@source("redis", REDIS_UP, queries=0)
def read_redis() -> Iterator[MeasureReading]:
    """Yield whether Redis answers within a second; nothing where it is not set up."""
    if not settings.REDIS_URL:
        return
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        yield MeasureReading(REDIS_UP, 0)
    else:
        yield MeasureReading(REDIS_UP, 1)
