"""The record of moderation on the editors' page: plots that everybody can read, in both languages, in few queries."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import Reason, Submission
from moderation.services import request_changes
from tests.moderation.row_helpers import make_submissions
from tests.queries import queries_of

FIGURES = reverse("workspace:statistics")
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


@pytest.fixture
def decisions(organization):
    """Forty pieces that were decided in the last forty days, the n-th within n hours."""
    now = timezone.now()
    return make_submissions(
        organization,
        40,
        state=Submission.State.APPROVED,
        kind="article",
        decided_at=lambda number: now - dt.timedelta(days=number, minutes=1),
        submitted_at=lambda number: now - dt.timedelta(days=number, hours=number + 1),
    )


def test_only_editors_see_it(officers, stranger, client):
    assert officers.get(FIGURES).status_code == 404
    assert stranger.get(FIGURES).status_code == 404
    assert client.get(FIGURES).status_code == 302


def test_an_empty_record_is_a_page_too(editors):
    content = editors.get(FIGURES).content.decode()
    assert "0 wait" in content
    assert "Nothing was decided in this time." in content
    assert "Nothing was returned in this time." in content


def test_it_tells_what_waits_and_how_soon_it_is_decided(editors, decisions, waiting):
    content = editors.get(FIGURES).content.decode()
    assert "1 waits" in content
    assert "Half of 30 submissions were decided within 15 h, nine in ten within 27 h." in content
    assert len(re.findall(r"<tr>", content)) > 30


@pytest.mark.parametrize(("days", "rows"), [(30, 30), (90, 13), (365, 12)])
def test_the_time_can_be_chosen(editors, decisions, days, rows):
    content = editors.get(FIGURES, {"days": days}).content.decode()
    assert re.search(rf'href="\?days={days}" aria-current="true"', content)
    table = content[content.index('id="parts"') : content.index('id="outcomes"')]
    assert rows <= len(re.findall(r'<th scope="row">', table)) <= rows + 1


@pytest.mark.parametrize("days", ["", "31", "-1", "٣٠", "x", "365 "])
def test_a_time_that_does_not_exist_is_the_shortest(editors, days):
    assert 'href="?days=30" aria-current="true"' in editors.get(FIGURES, {"days": days}).content.decode()


def test_reasons_are_told_by_their_names(editors, waiting, editor):
    request_changes(waiting, editor, "Something of my own.")
    waiting.refresh_from_db()
    waiting.reasons.set([Reason.objects.get(slug="dead-link")])
    content = editors.get(FIGURES).content.decode()
    assert Reason.objects.get(slug="dead-link").name_en in content


def test_it_speaks_khmer(editors, editor, decisions):
    editor.language = "km"
    editor.save()
    content = editors.get(FIGURES).content.decode()
    assert '<html lang="km"' in content
    drawn = "".join(SVG.findall(content[content.index('id="backlog"') : content.index('id="parts"')]))
    assert not re.search(r">[0-9]+<", drawn), "Numbers on the axes are Khmer."


def test_every_plot_has_title_and_description_and_no_style(editors, decisions):
    content = editors.get(FIGURES).content.decode()
    assert "style=" not in content
    plots = [ElementTree.fromstring(svg) for svg in SVG.findall(content) if 'role="img"' in svg]
    assert len(plots) == 3
    for plot in plots:
        ids = {part.get("id"): part.text for part in plot if part.tag in ("title", "desc")}
        assert plot.get("aria-labelledby").split() == list(ids)
        assert all(ids.values())


def test_its_queries_are_the_same_with_thousands(editors, decisions, other_organization):
    before = queries_of(editors, FIGURES)
    make_submissions(other_organization, 2000)
    assert len(queries_of(editors, FIGURES)) == len(before) <= 27
