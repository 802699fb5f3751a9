"""When parts of the portal were last seen at work."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When something happened last that shows a part to be at work."""

    class Name(models.TextChoices):
        """The names of heartbeats."""

        # Beat sent a message, the broker passed it on, and a worker carried it out.
        BEAT = "beat", "beat"
        # A web process answered a request.
        WEB = "web", "web"
        # Some process read all figures and told of alerts.
        WATCH = "watch", "watch"

    name = models.CharField(primary_key=True, max_length=40, choices=Name)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
