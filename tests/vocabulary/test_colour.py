import itertools

import pytest
from coloraide import Color

from vocabulary.brand_stylesheet import stylesheet
from vocabulary.colour import DARK_GROUNDS, LIGHT_GROUNDS, brand_shades

STEPS = ("00", "33", "80", "cc", "ff")
GRID = ["#" + "".join(channels) for channels in itertools.product(STEPS, repeat=3)]


@pytest.mark.parametrize("colour", GRID)
def test_every_choice_is_readable_on_both_grounds(colour):
    shown = brand_shades(colour)
    assert min(Color(shown.light).contrast(ground) for ground in LIGHT_GROUNDS) >= 7
    assert min(Color(shown.dark).contrast(ground) for ground in DARK_GROUNDS) >= 7


@pytest.mark.parametrize("colour", ["#e4572e", "#2a9d8f", "#6a4c93", "#ffd700"])
def test_the_hue_stays(colour):
    chosen = Color(colour).convert("oklch")["hue"]
    for shade in brand_shades(colour):
        shown = Color(shade).convert("oklch")["hue"]
        assert abs((shown - chosen + 180) % 360 - 180) < 8


def test_a_colour_that_is_readable_by_day_is_kept_there():
    assert brand_shades("#6b3a0f").light == "#6b3a0f"


def test_grey_takes_the_hue_of_mangosteen_and_no_strong_colour():
    light = Color(brand_shades("#777").light).convert("oklch")
    assert light["chroma"] == pytest.approx(0.03, abs=0.005)


def test_what_is_no_colour_is_refused():
    with pytest.raises(ValueError):
        brand_shades("mauve-ish")


def test_stylesheet_names_each_organization_by_day_and_by_night():
    css = stylesheet([("silk", "#8a2e26", "#f08a7c"), ("law", "#24499b", "#8db1ff")])
    day, night = css.split("@media screen and (prefers-color-scheme:dark)")
    assert ".o-silk{--thread:#8a2e26}" in day and ".o-law{--thread:#24499b}" in day
    assert ".o-silk{--thread:#f08a7c}" in night and ".o-law{--thread:#8db1ff}" in night
