"""Two thousand articles move into an embedded portal, killed in the middle; then all are published by its worker."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from tests.moving.old_sites import PICTURE_URL, category, item, picture_item, write_export, write_picture
from tests.services.flow.people import PEOPLE
from tests.services.flow.portal import SEED
from tests.services.processes import start
from tests.services.servers import Portal

pytestmark = [pytest.mark.services, pytest.mark.drill]

ARTICLES, MINUTES = 2_000, 15
ENGLISH = ["women", "village", "law", "health", "weaving", "meeting", "report", "market", "school", "river", "rice"]
KHMER = ["ស្ត្រីនៅភូមិ", "បានរៀនអំពី", "សិទ្ធិរបស់ខ្លួន", "និងសុខភាព", "ក្នុងឃុំនេះ", "ជាមួយអង្គការ"]
ROWS = "SELECT COUNT(*), COUNT(DISTINCT key), COUNT(DISTINCT page_id) FROM moving_moveditem"


def article(number: int, chance: random.Random) -> str:
    """Return an article of some three hundred words: every third in Khmer, every fourth with the picture."""
    words = KHMER if number % 3 == 0 else ENGLISH
    between = "" if words is KHMER else " "
    paragraphs = [between.join(chance.choices(words, k=60)) for _ in range(5)]
    picture = f'<img src="{PICTURE_URL}?w={number}">' if number % 4 == 0 else ""
    content = f"<h2>{paragraphs[0][:40]}</h2>\n\n{picture}" + "\n\n".join(paragraphs) + "<ul><li>one</li></ul>"
    return item(
        number, content, title=f"{paragraphs[1][:50]} {number}", more=category(chance.choice(["Health", "Old"]))
    )


def written(folder: Path) -> Path:
    chance = random.Random(19)
    return write_export(folder, picture_item(), *(article(number + 1, chance) for number in range(ARTICLES)))


@pytest.mark.timeout(3600)
def test_two_thousand_articles_move_in_none_doubled(data, tmp_path, capsys):
    portal = Portal(data)
    portal.manage("migrate", "-v0")
    portal.manage("createcachetable")
    portal.manage("set_up_portal")
    portal.python(SEED)
    files, path = write_picture(tmp_path), written(tmp_path)
    options = ["--organization", "silk-weavers", "--by", PEOPLE["officer"], "--files", str(files)]
    began = time.monotonic()
    first = start([sys.executable, "manage.py", "move_in", str(path), *options], portal.log("move-in"), env=portal.env)
    while portal.query(ROWS)[0][0] < ARTICLES // 2 and first.running:
        time.sleep(1)
    first.kill()
    half = portal.query(ROWS)[0][0]
    assert ARTICLES // 2 <= half < ARTICLES
    told = portal.manage("move_in", str(path), *options)
    made = time.monotonic() - began
    assert f"{ARTICLES} of {ARTICLES}" in told and portal.query(ROWS)[0] == (ARTICLES,) * 3
    assert "Nothing new" in portal.manage("move_in", str(path), *options)
    portal.manage("move_in", "approve", "1", "--by", PEOPLE["editor"], "--people", "agreed")
    began = time.monotonic()
    worker = portal.worker()
    try:
        while portal.query("SELECT state FROM moving_movein")[0][0] != "published" and worker.running:
            portal.manage("outbox", "sweep")
            time.sleep(2)
    finally:
        worker.stop()
    published = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{ARTICLES} drafts, killed at {half}: {made:.0f} s; published by the worker: {published:.0f} s")
    states = portal.query("SELECT state, COUNT(*) FROM moving_moveditem GROUP BY state")
    assert states == [("published", ARTICLES)]
    assert made + published <= MINUTES * 60
