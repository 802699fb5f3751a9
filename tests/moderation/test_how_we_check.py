"""Everybody reads how pieces are checked and how soon: on a page of its own, and at the foot of every page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from moderation.models import AnswerTime, Submission
from moderation.statistics import decision_times
from tests.moderation.row_helpers import make_submissions
from tests.queries import queries_of

PAGES = {"en": "/en/how-we-check/", "km": "/km/how-we-check/"}


@pytest.fixture(autouse=True)
def nothing_kept(portal):
    cache.clear()
    decision_times.kept_turnaround.forget()
    yield
    decision_times.kept_turnaround.forget()


@pytest.fixture
def decisions(organization):
    now = timezone.now()
    return make_submissions(
        organization,
        20,
        state=Submission.State.APPROVED,
        decided_at=now,
        submitted_at=lambda number: now - dt.timedelta(hours=number + 1),
    )


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_is_there_in_both_languages(client, decisions, language):
    content = read(client, PAGES[language])
    assert f'<html lang="{language}"' in content
    assert "style=" not in content
    other = "km" if language == "en" else "en"
    assert f'href="{PAGES[other]}"' in content


def test_it_tells_what_was_kept(client, decisions):
    content = read(client, PAGES["en"])
    assert "<dt>half decided within</dt><dd>10 h</dd>" in content
    assert "<dt>nine in ten within</dt><dd>18 h</dd>" in content
    assert "<dt>pages in 30 days</dt><dd>20</dd>" in content


def test_numbers_are_khmer_on_khmer_pages(client, decisions):
    assert "<dd>១០" in read(client, PAGES["km"])


def test_it_says_when_there_is_nothing_to_tell(client):
    content = read(client, PAGES["en"])
    assert "There were too few decisions" in content
    assert "within" in content


def test_it_promises_what_editors_have_set(client):
    AnswerTime.objects.filter(tier="new").update(hours=7)
    AnswerTime.objects.create(tier="verified", kind="event", hours=1)
    content = read(client, PAGES["en"])
    assert "7 hours" in content
    assert "event: 1 hour<" in content


def test_the_foot_of_every_page_tells_it(client, decisions, organization):
    for url in ("/en/", "/en/help/", PAGES["en"]):
        content = read(client, url)
        assert "Half of all pages are decided within 10 hours." in content
        assert f'href="{PAGES["en"]}"' in content


def test_without_figures_the_foot_says_nothing(client):
    assert "are decided within" not in read(client, "/en/")


def test_the_foot_costs_no_query(client, decisions):
    asked = " ".join(queries_of(client, "/en/help/"))
    assert "moderation_submission" not in asked
    assert decision_times.KEY not in asked


def test_the_page_asks_little(client, decisions):
    assert len(queries_of(client, PAGES["en"])) <= 8


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, method):
    assert getattr(client, method)(PAGES["en"]).status_code == 405


def test_no_page_takes_its_address(portal):
    from home.models import StandardPage

    page = StandardPage(title="How", slug="how-we-check", locale=portal["en"].locale)
    with pytest.raises(ValidationError, match="this address"):
        portal["en"].add_child(instance=page)
