"""Two workers that look for digests at one moment: on PostgreSQL, by tests/services/test_on_postgresql.py."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from catalog.terms import topics
from feed.follow import digests
from feed.models import Digest, Follower
from tests.entries import make_entries
from tests.factories import drain_outbox

WORKERS, FOLLOWERS = 4, 60


@pytest.mark.django_db(transaction=True)
def test_each_follower_gets_one_mail(organization, monkeypatch):
    monkeypatch.setattr(digests, "FIRST_HOUR", 0)
    monkeypatch.setattr(digests, "BATCH", 7)
    now, law = timezone.now(), topics.by_slug("law")
    for number in range(FOLLOWERS):
        follower = Follower.objects.create(email=f"{number}@example.org", language="en", rhythm="daily")
        follower.follows.create(topic=law, requested_at=now, confirmed_at=now)
    make_entries(organization, 3, topics=[law], published_at=now - timedelta(minutes=5))
    together, failed = threading.Barrier(WORKERS), []

    def work():
        try:
            together.wait()
            digests.record_due_digests()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    drain_outbox()

    assert not failed
    assert Digest.objects.count() == FOLLOWERS
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(f"{n}@example.org" for n in range(FOLLOWERS))
