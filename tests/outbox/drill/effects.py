"""Handlers that write down what they did, fail now and then, and can be held in the middle."""

from __future__ import annotations

import os
import random
import time

from django.conf import settings

from outbox import handles, performs
from outbox.models import Event
from outbox.retries import Retries
from tests.outbox.drill.models import Applied

FAILING = 0.02


@handles("drill.happened")
def first(event: Event) -> None:
    apply("first", event)


@handles("drill.happened")
def second(event: Event) -> None:
    apply("second", event)
    if event.payload.get("poison"):
        raise ValueError("poison")
    if random.random() < FAILING:
        raise RuntimeError("now and then")


@performs("drill.sent", lease=2, retries=Retries(attempts=5, first=0.2, longest=1))
def outside(event: Event) -> None:
    hold(event)
    with (settings.DATA / "sent").open("a") as file:
        file.write(f"{event.payload['number']}\n")


def apply(handler: str, event: Event) -> None:
    Applied.objects.create(handler=handler, aggregate=event.aggregate, number=event.payload["number"])
    hold(event)


def hold(event: Event) -> None:
    """Stay in the middle of the effect while the file `hold` is there, and tell who is in it."""
    if not event.payload.get("hold"):
        return
    (settings.DATA / "held").write_text(str(os.getpid()))
    while (settings.DATA / "hold").exists():
        time.sleep(0.02)
