"""The state of alerts: which rules are broken, since when, and what must be told now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from common.measures.registry import Readings
from operations.alerts.rules import RULES, Rule
from operations.metrics.samples import RecentRequests
from operations.models import Alert

REMIND_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Judgement:
    """A rule with its value now; `is_broken` is None where the value is unknown."""

    rule: Rule
    value: float | None
    is_broken: bool | None


@dataclass
class News:
    """The rules to tell of: newly broken, fine again, and broken for another day."""

    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    lasting: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.begun or self.ended or self.lasting)


def judge(seen: Readings, recent: RecentRequests) -> list[Judgement]:
    """Return the judgement of each rule."""
    return [judgement_of(rule, rule.value(seen, recent), seen) for rule in RULES.values()]


def judgement_of(rule: Rule, value: float | None, seen: Readings) -> Judgement:
    """Return the judgement of a rule; a missing value is fine, but unknown while some figures cannot be read."""
    if value is not None:
        return Judgement(rule, value, rule.is_broken(value))
    return Judgement(rule, None, None if seen.failed else False)


def update(judgements: list[Judgement], now: datetime) -> News:
    """Record which rules are broken, and return what must be told now."""
    alerts = {alert.rule: alert for alert in Alert.objects.all()}
    news = News()
    for judgement in judgements:
        name, alert = judgement.rule.name, alerts.get(judgement.rule.name)
        if judgement.is_broken and alert is None:
            alert = Alert.objects.create(rule=name, began_at=now)
        elif alert is not None and judgement.is_broken is not None:
            _turn(alert, now, is_broken=judgement.is_broken)
        if alert is not None and alert.pk:
            _tell(alert, timedelta(minutes=judgement.rule.minutes), now, news)
    # A rule of another release.
    Alert.objects.exclude(rule__in=RULES).delete()
    return news


def _turn(alert: Alert, now: datetime, *, is_broken: bool) -> None:
    """Record that a rule is fine since now, or broken again; forget an alert of which nobody was told."""
    if is_broken and alert.cleared_at:
        alert.cleared_at = None
        alert.save(update_fields=["cleared_at"])
    elif not is_broken and alert.told_at is None:
        alert.delete()
    elif not is_broken and alert.cleared_at is None:
        alert.cleared_at = now
        alert.save(update_fields=["cleared_at"])


def _tell(alert: Alert, holds: timedelta, now: datetime, news: News) -> None:
    """Add an alert to the news where its state has held for its minutes and was not told yet."""
    if alert.cleared_at:
        if now - alert.cleared_at >= holds:
            news.ended.append(alert.rule)
    elif alert.told_at is None:
        if now - alert.began_at >= holds:
            news.begun.append(alert.rule)
    elif now - alert.told_at >= REMIND_AFTER:
        news.lasting.append(alert.rule)


def note_told(news: News, now: datetime) -> None:
    """Record that a mail has told this news."""
    Alert.objects.filter(rule__in=[*news.begun, *news.lasting]).update(told_at=now)
    Alert.objects.filter(rule__in=news.ended).delete()
