"""The alert rules: each a function that returns the value which its threshold bounds, or None where it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from common.measures.registry import Readings
from discussions.outbox_events import DELIVER
from feed.outbox_events import FEED_CONFIRMATION, FEED_DIGEST
from mail.outbox_events import MAIL_SEND
from moderation.outbox_events import MATTER_CHECK, SUBMISSION_CHECK, SUBMISSION_CHECK_LINKS
from operations.metrics.samples import RecentRequests
from operations.models import Heartbeat

MAILS = [kind.name for kind in (MAIL_SEND, FEED_CONFIRMATION, FEED_DIGEST, DELIVER)]
CHECKS = [kind.name for kind in (SUBMISSION_CHECK, SUBMISSION_CHECK_LINKS, MATTER_CHECK)]
HOUR, DAY = 3600.0, 86400.0
# Fewer requests say nothing about a share or a mean.
FEWEST_ERRORS, FEWEST_REQUESTS = 10, 50

Value = Callable[[Readings, RecentRequests], float | None]


@dataclass(frozen=True)
class Rule:
    """A rule: broken while its value is above `most` (with `is_least`: below it), told once that held `minutes`.

    `is_urgent` says that people notice it, or that data is at risk.
    """

    name: str
    most: float
    unit: str
    minutes: int
    is_urgent: bool
    is_least: bool
    # The name of the setting by which an administrator changes the threshold, "" for none.
    setting: str
    value: Value

    def limit(self) -> float:
        """Return the threshold: the setting of the administrator where there is one."""
        return float(getattr(settings, self.setting)) if self.setting else self.most

    def is_broken(self, value: float) -> bool:
        """Return whether a value breaks the rule."""
        return value < self.limit() if self.is_least else value > self.limit()


RULES: dict[str, Rule] = {}


def rule(
    most: float, unit: str, minutes: int, *, is_urgent: bool = False, is_least: bool = False, setting: str = ""
) -> Callable[[Value], Value]:
    """Register the decorated function as the alert rule of its name."""

    def register(value: Value) -> Value:
        RULES[value.__name__] = Rule(value.__name__, most, unit, minutes, is_urgent, is_least, setting, value)
        return value

    return register


@rule(300, "s", 2, is_urgent=True)
def worker_stopped(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the age of the oldest change whose effects no worker has begun."""
    return seen.of("neary_outbox_untried_seconds")


@rule(300, "s", 2, is_urgent=True)
def beat_stopped(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the seconds since a worker got the last message of beat; nothing before the first."""
    return seen.of("neary_heartbeat_age_seconds", Heartbeat.Name.BEAT)


@rule(600, "s", 2, is_urgent=True)
def web_stopped(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the seconds since a web process last answered a request; nothing where nobody asks all the time."""
    if not settings.WEB_IS_ASKED:
        return None
    return seen.of("neary_heartbeat_age_seconds", Heartbeat.Name.WEB)


@rule(900, "s", 5, is_urgent=True)
def mails_waiting(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the age of the oldest mail that the mail server did not take so far."""
    retried, ages = seen.by_label("neary_outbox_retrying"), seen.by_label("neary_outbox_oldest_seconds")
    return max((ages.get(kind, 0) for kind in MAILS if retried.get(kind)), default=0)


@rule(0, "", 0)
def events_given_up(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the number of effects of changes that were given up."""
    return sum(seen.by_label("neary_outbox_dead").values())


@rule(5000, "", 10)
def outbox_long(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the number of effects of changes that wait."""
    return sum(seen.by_label("neary_outbox_pending").values())


@rule(900, "s", 5)
def checks_waiting(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the age of the oldest automatic check that waits."""
    return max((seen.of("neary_outbox_oldest_seconds", kind) or 0 for kind in CHECKS), default=0)


@rule(0, "", 10)
def search_away(seen: Readings, recent: RecentRequests) -> float | None:
    """Return 1 while Elasticsearch is set up and does not answer."""
    answers = seen.of("neary_search_engine", "elasticsearch")
    return None if answers is None else 1 - answers


@rule(1000, "", 15)
def search_behind(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the number of changed pages that Elasticsearch does not have yet."""
    return seen.of("neary_search_pending")


@rule(0, "", 5)
def redis_away(seen: Readings, recent: RecentRequests) -> float | None:
    """Return 1 while Redis is set up and does not answer."""
    answers = seen.of("neary_redis_up")
    return None if answers is None else 1 - answers


@rule(10, "%", 5, is_urgent=True, is_least=True, setting="ALERT_DISK_FREE_PERCENT")
def disk_full(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the free share of the fullest disk in percent."""
    return min((100 * share for share in seen.by_label("neary_disk_free_ratio").values()), default=None)


@rule(2, "h", 0, is_urgent=True)
def backup_late(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the hours by which the next backup is late: after BACKUP_EVERY_HOURS, counted from the newest good one."""
    age = seen.of("neary_backup_age_seconds", "backup")
    return None if age is None else age / HOUR - settings.BACKUP_EVERY_HOURS


@rule(8, "d", 0)
def backup_untried(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the age of the newest good trial of a backup in days."""
    age = seen.of("neary_backup_age_seconds", "trial")
    return None if age is None else age / DAY


@rule(24, "h", 0)
def mirror_old(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the age of the oldest file of the mirror in hours."""
    age = seen.of("neary_mirror_age_seconds")
    return None if age is None else age / HOUR


@rule(2, "%", 0, is_urgent=True)
def server_errors(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the share of requests of the last ten minutes that ended in a server error, in percent."""
    return 100 * recent.errors / recent.requests if recent.errors >= FEWEST_ERRORS else 0


@rule(1000, "ms", 10)
def slow_answers(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the mean time of the requests of the last ten minutes in milliseconds."""
    return recent.milliseconds / recent.requests if recent.requests >= FEWEST_REQUESTS else 0


@rule(72, "h", 0)
def desk_waits(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the hours for which the oldest page or matter has waited for an editor."""
    return max(seen.by_label("neary_desk_oldest_seconds").values(), default=0) / HOUR


@rule(600, "s", 2)
def board_mail_unread(seen: Readings, recent: RecentRequests) -> float | None:
    """Return the age of the oldest mail to a board that is not read."""
    return seen.of("neary_board_mail_oldest_seconds")


@rule(0, "", 10)
def figures_missing(seen: Readings, recent: RecentRequests) -> float | None:
    """Return how many kinds of figures could not be read."""
    return len(seen.failed)
