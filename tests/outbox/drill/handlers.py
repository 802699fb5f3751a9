"""Handlers that write down what they did, fail now and then, and can be held in the middle."""

from __future__ import annotations

import os
import random
import time

from django.conf import settings

from outbox import handles, job, record
from outbox.execution.retries import Retries
from outbox.models import Event
from tests.outbox.drill.chain import link
from tests.outbox.drill.models import Applied, Chain
from tests.outbox.drill.outbox_events import DRILL_CHANGED, DRILL_HAPPENED, DRILL_SENT

FAILING = 0.02


@handles(DRILL_HAPPENED, name="drill.first")
def first(event: Event) -> None:
    apply("first", event)


@handles(DRILL_HAPPENED, name="drill.second")
def second(event: Event) -> None:
    apply("second", event)
    if event.payload.get("poison"):
        raise ValueError("poison")
    fail_now_and_then()


@handles(DRILL_CHANGED, name="drill.row")
def row(event: Event) -> None:
    apply("row", event)
    fail_now_and_then()


@handles(DRILL_CHANGED, name="drill.state")
def state(event: Event) -> None:
    apply("state", event)
    chain, _ = Chain.objects.get_or_create(aggregate=event.aggregate)
    chain.state = link(chain.state, event.payload["number"])
    chain.save()
    fail_now_and_then()


@handles(DRILL_CHANGED, name="drill.feed")
def feed(event: Event) -> None:
    apply("feed", event)
    fail_now_and_then()


@handles(DRILL_CHANGED, name="drill.notice")
def notice(event: Event) -> None:
    apply("notice", event)
    if event.payload["number"] % 10 == 0:
        record(DRILL_SENT, event.aggregate, event.payload)
    if event.payload.get("poison"):
        raise ValueError("poison")
    fail_now_and_then()


@job(DRILL_SENT, name="drill.outside", lease=2, retries=Retries(attempts=5, first=0.2, longest=1))
def outside(event: Event) -> None:
    hold(event)
    with (settings.DATA / "sent").open("a") as file:
        file.write(f"{event.payload['number']}\n")


def apply(handler: str, event: Event) -> None:
    Applied.objects.create(handler=handler, aggregate=event.aggregate, number=event.payload["number"])
    hold(event)


def fail_now_and_then() -> None:
    if random.random() < FAILING:
        raise RuntimeError("now and then")


def hold(event: Event) -> None:
    """Stay in the middle of the effect while the file `hold` is there, and tell who is in it."""
    if not event.payload.get("hold"):
        return
    (settings.DATA / "held").write_text(str(os.getpid()))
    while (settings.DATA / "hold").exists():
        time.sleep(0.02)
