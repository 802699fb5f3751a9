"""The order of locked rows when two languages are sent as one: by tests/services/test_on_postgresql.py."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from wagtail.models import Locale, Page

from moderation.services.steps import lock_rows
from tests.factories import make_page
from tests.services.processes import wait_for
from translations.segments import sentences_of
from translations.services import begin, keep
from translations.together import send_both

pytestmark = pytest.mark.django_db(transaction=True)

# pg_stat_activity would say all the time what it said first: in a transaction it is asked once.
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def test_a_decision_on_both_pages_and_their_sending_do_not_wait_for_each_other(organization: Any, officer: Any) -> None:
    """Who decides holds the original already, and asks for the translation while they are sent."""
    page = make_page("update", organization, owner=officer, title="Looms", text="We weave.")
    translation = begin(page, Locale.objects.get(language_code="km"), officer)
    twin = translation.get_target_instance()
    for number, sentence in enumerate(sentences_of(translation)):
        keep(translation, sentence.segment, f"ពាក្យ {number}", officer)
    failed: list[str] = []

    def send() -> None:
        try:
            send_both(translation, officer)
        except OperationalError as error:
            failed.append(str(error))
        finally:
            connections.close_all()

    sender = threading.Thread(target=send)
    with transaction.atomic():
        lock_rows([page.pk])
        sender.start()
        wait_for(somebody_waits, "the sender to ask for a page")
        # With the translation in the sender's hands, this would be a circle, and one of both ended with an error.
        assert Page.objects.select_for_update(nowait=True).get(pk=twin.pk)
    sender.join(30)
    assert not failed
    assert page.submissions.waiting().count() == twin.submissions.waiting().count() == 1
