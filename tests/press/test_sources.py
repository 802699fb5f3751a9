"""Editors keep the sources of the press review; each has its state of reading."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from press.models import FetchState, Source
from press.polling.rounds import due_states
from tests.accounts.sign_in_helpers import sign_in
from tests.press.press_helpers import make_source

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/press/source/add/"
TYPED = {"name_en": "Krama News", "name_km": "ព័ត៌មានក្រមា", "feed": "https://krama.example/feed", "language": "km",
         "state": "active", "site": "", "allows_excerpts": "on"}  # fmt: skip


def test_an_editor_adds_a_source_which_is_read_at_once(client, editor) -> None:
    sign_in(client, editor)
    assert client.post(ADD, TYPED).status_code == 302
    source = Source.objects.get()
    assert (source.name_en, source.fetch_state.last_ok_at) == ("Krama News", None)
    assert list(due_states().values_list("source", flat=True)) == [source.pk]


@pytest.mark.parametrize("feed", ["javascript:alert(1)", "file:///etc/passwd", "ftp://krama.example/feed"])
def test_only_addresses_of_the_web_are_taken(client, editor, feed: str) -> None:
    sign_in(client, editor)
    assert client.post(ADD, TYPED | {"feed": feed}).status_code == 200
    assert not Source.objects.exists()


def test_members_reach_none(client, manager) -> None:
    sign_in(client, manager)
    source = make_source()
    for path in ("", "add/", f"edit/{source.pk}/", f"delete/{source.pk}/"):
        assert client.get(f"/admin/snippets/press/source/{path}").status_code == 404, path


def test_a_changed_source_is_asked_as_if_nothing_were_known() -> None:
    source = make_source()
    FetchState.objects.update(etag='"1"', digest="x", moved_times=2, next_at=timezone.now() + dt.timedelta(days=1))
    source.feed = "https://other.example/feed"
    source.save()
    state = FetchState.objects.get()
    assert (state.etag, state.digest, state.moved_times) == ("", "", 0) and due_states().exists()
