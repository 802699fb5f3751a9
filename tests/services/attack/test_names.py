"""Names that are another's to the eye, and titles that are more than one line."""

from __future__ import annotations

import pytest

from tests.services.attack.attacked import Attacked
from tests.services.flow.full_editor import FullEditor
from tests.services.flow.public import ORGANIZATION

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

NAME = f"SELECT name_en FROM orgs_organization WHERE slug = '{ORGANIZATION}'"
# The other organization is called Law Circle.
ALIKE = ["Law Circle", "Law\u200b Circle", "L\u0430w Circle", "\uff2caw Circle", "LAW C\u0406RCLE"]
HOSTILE = [
    "Looms\r\nBcc: all@example.org",
    "Looms\x1b[2J",
    "Looms\u202egpj.exe",
    "Looms\u2028Second line",
    "Looms\x85x",
]
BAD = "\r\n\x1b\u202e\u2028"


@pytest.mark.parametrize("name", ALIKE, ids=ascii)
def test_a_trusted_organization_takes_no_other_name_by_itself(name: str, attacked: Attacked) -> None:
    attacked.trust()
    before = attacked.one(NAME)
    form = attacked.officer.get("/workspace/facts/")
    attacked.officer.send(form, "name_en", {}, name_en=name)
    attacked.settle()
    assert attacked.one(NAME) == before
    waiting = "SELECT count(*) FROM moderation_profilechange WHERE state = 'waiting' AND after ->> 'name_en' <> '{}'"
    assert attacked.one(waiting.format(before)) == 0


def test_a_new_name_of_its_own_waits_for_an_editor(attacked: Attacked) -> None:
    """So that the others fail for their reason."""
    attacked.trust()
    before = attacked.one(NAME)
    attacked.officer.send(attacked.officer.get("/workspace/facts/"), "name_en", {}, name_en="Weavers of Bati")
    assert attacked.one(NAME) == before
    waiting = "SELECT count(*) FROM moderation_profilechange WHERE after ->> 'name_en' = 'Weavers of Bati'"
    assert attacked.one(waiting) == 1


def test_a_plain_title_is_public(attacked: Attacked) -> None:
    """So that the others fail for their reason."""
    attacked.trust()
    written = {"title": "A plain title", "text": "Looms.", "action-send-for-review": "on"}
    FullEditor(attacked.officer).create("blog/updatepage", attacked.home("en"), **written)
    assert attacked.is_public(attacked.newest("en"))


@pytest.mark.parametrize("title", HOSTILE, ids=ascii)
def test_a_title_is_one_line(title: str, attacked: Attacked) -> None:
    attacked.trust()
    for kind in ("blog/updatepage", "blog/articlepage"):
        written = {"title": title, "text": "Looms.", "summary": "Looms.", "action-send-for-review": "on"}
        FullEditor(attacked.officer).create(kind, attacked.home("en"), **written)
    stored = [row[0] for row in attacked.portal.query("SELECT title FROM wagtailcore_page")]
    stored += [row[0] for row in attacked.portal.query("SELECT title FROM moderation_submission")]
    assert not [each for each in stored if set(each) & set(BAD)]
