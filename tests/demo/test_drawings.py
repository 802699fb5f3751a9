"""Pictures and papers that code makes."""

import datetime as dt
import re
from io import BytesIO

import pytest
from PIL import Image

from demo import content_files
from demo.drawings import SCENES, draw
from demo.drawings.covers import SIZE, cover, lines
from demo.pdf import report
from khmer.text import clusters

COLOUR = "#1d4f9a"


def test_there_are_a_dozen_different_scenes():
    assert len(SCENES) >= 12


@pytest.mark.parametrize("scene", SCENES)
def test_a_drawing_is_a_light_picture_of_three_by_two(scene):
    drawing = draw(scene, 1, COLOUR)
    assert Image.open(BytesIO(drawing)).size == (1200, 800)
    assert len(drawing) < 250_000
    assert len(set(Image.open(BytesIO(drawing)).resize((60, 40)).get_flattened_data())) > 20


def test_a_drawing_depends_on_its_seed_and_colour_alone():
    assert draw("market", 1, COLOUR) == draw("market", 1, COLOUR)
    assert draw("market", 1, COLOUR) != draw("market", 2, COLOUR)
    assert draw("market", 1, COLOUR) != draw("market", 1, "#a3322a")


@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_a_report_is_a_pdf_with_its_fonts_inside(language):
    publication = next(piece for piece in content_files.pages() if piece.slug == "forum-recommendations")
    made = [report(publication.texts[language], language, "Neary", COLOUR, dt.date(2026, 1, 1)) for _ in range(2)]
    assert made[0].startswith(b"%PDF-") and b"NotoSansKhmer" in made[0]
    assert made[0] == made[1]
    assert len(made[0]) < 120_000


def test_a_cover_carries_its_title_in_whole_clusters():
    title = "អនុសាសន៍នៃវេទិកាស្ត្រីលើកទី ១ ដល់ ៥"
    assert Image.open(BytesIO(cover(title, "កម្មវិធីនារី", COLOUR))).size == SIZE

    class Narrow:
        def getlength(self, text):
            return len(text)

    broken = lines(title, Narrow(), 12)
    assert len(broken) > 2
    assert re.sub(r"\s", "", "".join(broken)) == re.sub(r"\s", "", title)
    assert [cluster for line in broken for word in line.split() for cluster in clusters(word)] == [
        cluster for word in title.split() for cluster in clusters(word)
    ]
