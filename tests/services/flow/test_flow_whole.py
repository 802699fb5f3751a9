"""From an officer to the public and back, by HTTP alone, in both ways to run the portal."""

from __future__ import annotations

import pytest

from tests.services.flow.flow import Flow
from tests.services.flow.public import VISIBLE_WITHIN
from tests.services.flow.visitor import Visitor

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("flow")]


def test_written_approved_found_by_all_and_withdrawn_at_once(flow: Flow) -> None:
    piece = flow.send("ទិញកីថ្មីចំនួនប្រាំមួយ។")
    assert Visitor(flow.url).get(piece.address).status == 404
    assert not any(flow.showing(piece).values())

    flow.approve(piece)

    assert flow.await_everywhere(piece) < VISIBLE_WITHIN
    flow.withdraw(piece)
    assert not any(flow.showing(piece).values())
    flow.settle()
    assert not any(flow.showing(piece).values())
    assert flow.history(piece) == ["published", "withdrawn"]


def test_the_feed_leads_to_the_page(flow: Flow) -> None:
    piece = flow.send("សិក្ខាសាលាអំពីច្បាប់។")
    flow.approve(piece)
    flow.await_everywhere(piece)

    stranger = Visitor(flow.url)
    news = stranger.get("/km/activity/feed.json").json()["items"]
    addresses = [item["url"] for item in news if piece.slug in item["url"]]

    assert addresses == [flow.url + piece.address]
    assert stranger.get(addresses[0]).status == 200


def test_another_organization_sees_nothing_of_what_waits(flow: Flow) -> None:
    piece = flow.send("រឿងដែលមិនទាន់អាន។")
    foreigner = flow.signed_in("stranger")

    for address in ("preview/", "send/", "take-back/", "withdraw/", "translate/"):
        assert foreigner.get(f"/workspace/piece/{piece.id}/{address}").status in (404, 405)
    assert foreigner.get(f"/workspace/post/{piece.id}/").status == 404
    assert piece.slug not in foreigner.get("/workspace/").text
