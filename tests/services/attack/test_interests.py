"""An editor with an interest decides on nothing of it, and what would find somebody is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.attack.attacked import Attacked
from tests.services.flow.people import PEOPLE
from tests.services.flow.public import ORGANIZATION

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.xdist_group("attack")]

EDITOR = f"(SELECT id FROM accounts_user WHERE email = '{PEOPLE['editor']}')"
OWN = f"(SELECT id FROM orgs_organization WHERE slug = '{ORGANIZATION}')"
MEMBER = f"DELETE FROM orgs_membership WHERE user_id = {EDITOR}"


@pytest.fixture
def editor_is_member(attacked: Attacked) -> Iterator[None]:
    attacked.portal.execute(
        f"INSERT INTO orgs_membership (user_id, organization_id, role, created_at, translates_into) "
        f"VALUES ({EDITOR}, {OWN}, 'officer', now(), '')"
    )
    yield
    attacked.portal.execute(MEMBER)


@pytest.mark.usefixtures("editor_is_member")
def test_a_member_decides_nothing_about_her_organization(attacked: Attacked) -> None:
    piece = attacked.waiting()
    decide_by_every_door(attacked, attacked.submission_of(piece))
    assert attacked.waits(piece)
    tier = f"SELECT tier FROM orgs_organization WHERE slug = '{ORGANIZATION}'"
    before = attacked.one(tier)
    attacked.editor.press_unoffered(f"/workspace/organizations/{ORGANIZATION}/tier/", tier="trusted", reason="Hers.")
    assert attacked.one(tier) == before


def test_who_wrote_a_part_does_not_decide(attacked: Attacked) -> None:
    piece = attacked.waiting()
    attacked.portal.execute(
        f"UPDATE wagtailcore_revision SET user_id = {EDITOR} WHERE id = {attacked.latest_revision(piece)}"
    )
    decide_by_every_door(attacked, attacked.submission_of(piece))
    assert attacked.waits(piece)
    assert not attacked.is_public(piece)


@pytest.mark.usefixtures("editor_is_member")
def test_a_member_accepts_no_facts_of_her_organization(attacked: Attacked) -> None:
    attacked.distrust()
    form = attacked.officer.get("/workspace/facts/")
    attacked.officer.send(form, "name_en", {}, description_en="We weave in Bati and in Kirivong.")
    change = attacked.one("SELECT id FROM moderation_profilechange WHERE state = 'waiting' ORDER BY id DESC LIMIT 1")
    assert change
    for decision in ("accept", "approve", "accepted"):
        attacked.editor.press_unoffered(f"/workspace/facts/changes/{change}/", decision=decision, action=decision)
    assert attacked.one(f"SELECT state FROM moderation_profilechange WHERE id = {change}") == "waiting"


def test_an_editor_without_an_interest_decides(attacked: Attacked) -> None:
    """So that the others fail for their reason."""
    piece = attacked.waiting()
    decide_by_every_door(attacked, attacked.submission_of(piece))
    assert not attacked.waits(piece)


def decide_by_every_door(attacked: Attacked, submission: int) -> None:
    address = f"/workspace/review/{submission}/"
    answer = attacked.editor.get(address)
    if answer.soup.find(None, {"name": "decision"}):
        attacked.editor.submit(answer, "decision", decision="approve", unchecked="on")
    attacked.editor.press_unoffered(address, decision="approve", unchecked="on")
    attacked.editor.press_unoffered("/workspace/queue/", chosen=submission, decision="approve")


NUMBERS = [
    "Call 097\u2011888\u20111234.", "Call 097\u2013888\u20131234.",
    "Call \uff10\uff19\uff17 \uff18\uff18\uff18 \uff11\uff12\uff13\uff14.",
    "Write https://wa.me/855978881234", "Write https://t.me/+855978881234", "ទូរស័ព្ទ ០៩៧ ៨៨៨ ១២៣៤",
    "Write sokha\uff20example.org",
]  # fmt: skip
FOUND = "SELECT findings FROM moderation_checkresult WHERE check_name = 'personal-data' AND submission_id = {}"


def findings(attacked: Attacked, text: str) -> object:
    attacked.distrust()
    attacked.post("send", text=text)
    piece = attacked.newest("en")
    attacked.settle()
    return attacked.one(FOUND.format(attacked.submission_of(piece)))


def test_numbers_are_found_however_they_are_written(attacked: Attacked) -> None:
    assert {text: bool(findings(attacked, text)) for text in NUMBERS} == dict.fromkeys(NUMBERS, True)
    assert findings(attacked, "On ០១ ០២ ២០២៦ ម៉ោង ០៨ ៣០ we weave.") == []
