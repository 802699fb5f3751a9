"""Models of what the watch remembers: samples of figures, alerts and the mails about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Sample(models.Model):
    """The figures of five minutes: what web processes counted, and measures at the last watch in that time."""

    at = models.DateTimeField(primary_key=True)
    requests = models.PositiveBigIntegerField(default=0)
    errors = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveBigIntegerField(default=0)
    # {name of a chart: number}.
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Alert(models.Model):
    """An alert rule that is broken now, or was until `cleared_at`; deleted when its end is told or nobody was told."""

    rule = models.CharField(primary_key=True, max_length=40)
    began_at = models.DateTimeField()
    # When a mail last told that it is broken.
    told_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.rule


class AlertMail(models.Model):
    """A mail about alerts that the mail server took, to bound how many are sent."""

    sent_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sent_at"], name="operations_alert_mail")]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M}"
