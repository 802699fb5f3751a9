"""No server that hangs may hold a request or a worker: every call of Redis and of the mail server has its time."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from django.conf import settings as portal_settings
from django.core.cache import caches
from django.db import transaction

from mail import sending
from outbox import handles
from outbox.models import Event
from outbox.services import drain
from portal import celery
from portal.settings.caches import page_cache
from tests.outbox.kinds import HAPPENED, new_name

URL = "redis://127.0.0.1:6379/0"


@pytest.fixture
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("options", [celery.redis_broker(URL)["broker_transport_options"], page_cache(URL)["OPTIONS"]])
def test_a_request_waits_for_redis_less_than_a_second(options):
    assert 0 < options["socket_timeout"] < 1
    assert 0 < options["socket_connect_timeout"] < 1


def test_a_worker_waits_for_redis_longer_than_its_blocking_read_and_not_for_ever(settings):
    settings.REDIS_URL = URL
    conf = type("Conf", (), {})()
    celery.set_worker_timeouts(conf)
    assert 1 < conf.broker_transport_options["socket_timeout"] <= 10
    assert 1 < conf.broker_transport_options["socket_connect_timeout"] <= 10


def test_the_cache_of_the_portal_that_others_rely_on_is_no_redis():
    assert "redis" not in type(caches["default"]).__module__


def test_whoever_sends_mail_waits_no_longer_than_ten_seconds():
    """Also allauth, which sends in the request."""
    assert 0 < portal_settings.EMAIL_TIMEOUT <= 10
    assert sending.LEASE >= portal_settings.EMAIL_TIMEOUT * 3


@pytest.mark.django_db
def test_a_mail_server_that_hangs_costs_one_timeout_and_the_pages_nothing(settings, silent_server, happen):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent_server, 0.2
    done = []
    handles(HAPPENED, name=new_name())(lambda event: done.append(event.aggregate))
    with transaction.atomic():
        sending.send("editor@example.org", "Waiting", "Three posts wait.")
    happen("test.happened", "page:1")
    began = time.monotonic()
    drain()
    assert time.monotonic() - began < 5
    assert done == ["page:1"]
    letter = Event.objects.get(kind="mail.send")
    assert (letter.state, letter.attempts) == (Event.State.PENDING, 1)
    assert "timed out" in letter.error.lower() or "timeout" in letter.error.lower()
