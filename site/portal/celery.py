"""Celery in both ways to run.

Nothing is lost with it: its messages only wake the workers, and the outbox's rows say what to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import celeryd_init
from django.conf import settings
from django.core.management import call_command

from portal.embedded.file_broker import keep_messages_whole

# Seconds that a request, and a worker, wait at most for one answer of Redis. A worker itself waits a second in BRPOP.
WEB_TIMEOUT = 0.3
WORKER_TIMEOUT = 5.0


def configuration() -> dict[str, Any]:
    """Return Celery's configuration, for Redis if REDIS_URL is set, else for messages as files; make its folder.

    It is read when Celery first asks: at import the settings are not there yet.
    """
    folder = Path(settings.DATA) / "celery"
    folder.mkdir(parents=True, exist_ok=True)
    return {
        **(redis_broker(settings.REDIS_URL) if settings.REDIS_URL else filesystem_broker(folder)),
        "timezone": settings.TIME_ZONE,
        # Nobody reads the results of tasks.
        "task_ignore_result": True,
        "task_default_queue": "neary",
        # A wake-up on a dead connection is sent once more on a new one; a second failure counts for the circuit
        # breaker.
        "task_publish_retry": True,
        "task_publish_retry_policy": {
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "interval_max": 0,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # A busy worker holds back no messages that another one could take.
        "worker_prefetch_multiplier": 1,
        # Each worker has a queue of its own, for its canary.
        "worker_direct": True,
        "worker_enable_remote_control": False,
        # Celery must not replace the portal's logging.
        "worker_hijack_root_logger": False,
        "beat_schedule_filename": str(folder / "beat"),
        "beat_schedule": SCHEDULE,
    }


def filesystem_broker(folder: Path) -> dict[str, Any]:
    """Return Celery's settings for messages as files in this folder, with one process; make its folders."""
    keep_messages_whole()
    queue, control = folder / "queue", folder / "control"
    for needed in (queue, control):
        needed.mkdir(exist_ok=True)
    return {
        "broker_url": "filesystem://localhost",
        "broker_transport_options": {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
            "polling_interval": 0.1,
        },
        "worker_pool": "solo",
    }


def redis_broker(url: str) -> dict[str, Any]:
    """Return Celery's settings for Redis at this URL, with a pool of processes.

    A worker of one process stops listening after a few restarts of Redis.
    """
    return {
        "broker_url": url,
        "broker_transport_options": redis_timeouts(WEB_TIMEOUT),
        "worker_pool": "prefork",
    }


def redis_timeouts(seconds: float) -> dict[str, Any]:
    """Return the options that limit the seconds of a connection to Redis."""
    return {"socket_timeout": seconds, "socket_connect_timeout": seconds, "socket_keepalive": True}


@celeryd_init.connect
def set_worker_timeouts(conf: Any, **_: Any) -> None:
    """Give a starting Celery worker longer timeouts for its broker in Redis than web requests have (receiver)."""
    if settings.REDIS_URL:
        conf.broker_transport_options = redis_timeouts(WORKER_TIMEOUT)


# Beat only wakes workers: without it work is late, but not lost. Its messages expire, so that a worker that was away
# does not do the same work several times.
SCHEDULE = {
    "outbox.drain": {"task": "outbox.drain", "schedule": 60, "options": {"expires": 60}},
    "outbox.purge": {
        "task": "outbox.purge",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "search.watch": {"task": "search.watch", "schedule": 15, "options": {"expires": 15}},
    "search.reconcile": {
        "task": "search.reconcile",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    "publish_scheduled": {"task": "portal.publish_scheduled", "schedule": 60, "options": {"expires": 60}},
    "moderation.carry_out_held": {"task": "moderation.carry_out_held", "schedule": 10, "options": {"expires": 10}},
    "moderation.publish_unanswered": {
        "task": "moderation.publish_unanswered",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "moderation.send_digests": {"task": "moderation.send_digests", "schedule": 60, "options": {"expires": 60}},
    "feed.record_digests": {"task": "feed.record_digests", "schedule": 600, "options": {"expires": 600}},
    "discussions.record_digests": {
        "task": "discussions.record_digests",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "discussions.delete_old_deliveries": {
        "task": "discussions.delete_old_deliveries",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 3600},
    },
    "discussions.delete_old_mails": {
        "task": "discussions.delete_old_mails",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "discussions.forget": {"task": "discussions.forget", "schedule": 3600, "options": {"expires": 3600}},
    "events.delete_lapsed": {"task": "events.delete_lapsed", "schedule": 600, "options": {"expires": 600}},
    "events.forget": {"task": "events.forget", "schedule": 3600, "options": {"expires": 3600}},
    "feed.forget": {"task": "feed.forget", "schedule": 3600, "options": {"expires": 3600}},
    "common.delete_expired_counts": {
        "task": "common.delete_expired_counts",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "operations.back_up": {"task": "operations.back_up", "schedule": 300, "options": {"expires": 300}},
    "operations.mirror": {"task": "operations.mirror", "schedule": 120, "options": {"expires": 120}},
    "operations.heartbeat": {"task": "operations.heartbeat", "schedule": 60, "options": {"expires": 60}},
    "operations.watch": {"task": "operations.watch", "schedule": 60, "options": {"expires": 60}},
    "operations.delete_expired_data": {
        "task": "operations.delete_expired_data",
        "schedule": crontab(hour=4, minute=20),
        "options": {"expires": 3600},
    },
    "operations.delete_stray_files": {
        "task": "operations.delete_stray_files",
        "schedule": crontab(hour=5, minute=10),
        "options": {"expires": 3600},
    },
    "press.record_round": {"task": "press.record_round", "schedule": 60, "options": {"expires": 60}},
    "press.delete_old_items": {
        "task": "press.delete_old_items",
        "schedule": crontab(hour=4, minute=50),
        "options": {"expires": 3600},
    },
    "outcomes.remind": {
        "task": "outcomes.remind",
        "schedule": crontab(hour=2, minute=20),
        "options": {"expires": 3600},
    },
    "reach.fold_old_days": {
        "task": "reach.fold_old_days",
        "schedule": crontab(hour=2, minute=50),
        "options": {"expires": 3600},
    },
    "takeout.delete_expired": {
        "task": "takeout.delete_expired",
        "schedule": crontab(minute=35),
        "options": {"expires": 3600},
    },
    "moderation.remind": {"task": "moderation.remind", "schedule": 300, "options": {"expires": 300}},
}

app = Celery("portal")
app.set_default()
app.add_defaults(configuration)
app.autodiscover_tasks()


@app.task(name="portal.publish_scheduled", ignore_result=True)
def publish_scheduled() -> None:
    """Publish pages whose time has come and unpublish expired ones (periodic Celery task)."""
    call_command("publish_scheduled")
