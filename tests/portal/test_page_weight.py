"""Weight of every first view: small, for the readers' lines are slow."""

import gzip
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[2] / "site/portal"


@pytest.mark.parametrize(
    ("name", "most"),
    [("fonts/neary-khmer.woff2", 30_000), ("fonts/neary-latin.woff2", 10_000)],
)
def test_fonts_stay_in_their_budget_and_have_their_licence(name, most):
    font = PORTAL / "static" / name
    assert font.stat().st_size <= most
    assert "SIL Open Font License" in font.with_suffix(".LICENSE.txt").read_text()


@pytest.mark.parametrize(("name", "most"), [("neary.css", 7_000), ("forced-colours.css", 700)])
def test_stylesheets_stay_in_their_budget(name, most):
    """The second holds nobody up: browsers fetch it last where the system forces no colours."""
    assert len(gzip.compress((PORTAL / "static/css" / name).read_bytes(), 9)) <= most


def test_the_page_for_broken_things_needs_nothing_that_may_be_broken():
    page = (PORTAL / "templates/500.html").read_text()
    assert "{%" not in page and "{{" not in page
    assert 'lang="km"' in page and 'lang="en"' in page
